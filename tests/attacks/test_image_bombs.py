"""Somebody sends photos that are small files and much work: they are refused, and Awa's photo behind them is made ready."""

from __future__ import annotations

import io
import os
import random
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from feedback_app import jobs
from feedback_app.base import child
from feedback_app.base.child import ChildFailed, run_in_child
from feedback_app.base.db import db
from feedback_app.forms.form_files import MOST_SLOW, gather_files
from feedback_app.media import decoding
from feedback_app.media.decoding import process_apart
from feedback_app.media.images import Processed, Refused
from feedback_app.media.jpeg_scans import MOST_SCANS, has_too_many_scans
from feedback_app.media.tables import Media
from tests.http.tus import Tus
from tests.people import World


def jpeg(side: int = 400, **options: object) -> bytes:
    made = io.BytesIO()
    noise = Image.frombytes("L", (50, 50), random.Random(7).randbytes(2500)).resize((side, side))
    noise.save(made, "JPEG", **options)
    return made.getvalue()


def many_scans(times: int, side: int = 400) -> bytes:
    """A progressive JPEG whose last scan is repeated."""
    whole = jpeg(side, progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * times + b"\xff\xd9"


def hangs(_asked: object, data: Path) -> object:
    """In a child: never ends, or does what it is asked."""
    order = data.read_bytes()
    if order == b"memory":
        return len(bytes(1 << 32))
    if order == b"environment":
        return dict(os.environ)
    while order == b"sleep":
        time.sleep(1)
    while order == b"work":
        pass
    return "well"


HANGS = f"{__name__}:hangs"


class TestScans:
    def test_a_photo_with_very_many_scans_is_refused_before_it_is_decoded(self, tmp_path: Path) -> None:
        """With 7,000 pixels a side it is a minute of work in 0.3 MB."""
        photo = tmp_path / "photo"
        photo.write_bytes(many_scans(1500, side=3000))
        began = time.monotonic()
        assert process_apart(photo, tmp_path) == Refused("too-many-scans")
        assert time.monotonic() - began < 10

    def test_photos_as_cameras_make_them_are_not(self, tmp_path: Path) -> None:
        for options in (
            {},
            {"progressive": True},
            {"restart_marker_rows": 1},
            {"exif": b"Exif\0\0" + b"\xff\xda" * 500},
        ):
            photo = tmp_path / "photo"
            photo.write_bytes(jpeg(**options))
            assert isinstance(process_apart(photo, tmp_path), Processed), options

    def test_what_phones_put_behind_the_end_of_a_photo_counts_for_nothing(self) -> None:
        film = random.Random(3).randbytes(3_000_000)  # 45 of any two bytes, by chance
        assert film.count(b"\xff\xda") > 20
        assert not has_too_many_scans(jpeg(progressive=True) + film * 4)

    def test_the_limit_is_where_it_says(self) -> None:
        own = jpeg(progressive=True).count(b"\xff\xda")
        assert not has_too_many_scans(many_scans(MOST_SCANS - own + 1))
        assert has_too_many_scans(many_scans(MOST_SCANS - own + 2))


def test_awas_photo_behind_a_bad_one_is_ready_when_its_time_is_over(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever we do not know yet of how to make a decoder work for ever."""
    calls: list[str] = []

    def first_hangs(work: str, asked: object, *, seconds: float) -> object:
        calls.append(work)
        return (
            run_in_child(HANGS, 0, b"sleep", seconds=1)
            if len(calls) == 1
            else run_in_child(work, asked, seconds=seconds)
        )

    monkeypatch.setattr(decoding, "run_in_child", first_hangs)
    tus = Tus(client, world.awa)
    for photo in (jpeg(300), jpeg(301)):
        tus.patch(tus.place(photo), 0, photo)
    with world.app.app_context():
        assert jobs.run("images") == 2
        found = [(one.state, one.problem) for one in db.session.query(Media).order_by(Media.received_at)]
    assert found == [("refused", "too-slow"), ("ready", None)]
    assert decoding.SECONDS <= 20


class TestChild:
    @pytest.mark.parametrize("how", [b"sleep", b"work", b"memory"])
    def test_a_child_that_takes_too_much_is_ended_and_the_next_one_works(self, how: bytes) -> None:
        began = time.monotonic()
        with pytest.raises(ChildFailed):
            run_in_child(HANGS, 0, how, seconds=1.5)
        assert time.monotonic() - began < 10
        assert run_in_child(HANGS, 0, b"", seconds=20) == "well"

    def test_a_child_works_for_one_after_another(self) -> None:
        run_in_child(HANGS, 0, b"", seconds=20)
        [first] = child._idle[HANGS]
        run_in_child(HANGS, 0, b"", seconds=20)
        assert child._idle[HANGS] == [first]

    def test_a_child_does_not_get_our_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FEEDBACK_SECRET_KEY", "secret")
        assert "FEEDBACK_SECRET_KEY" not in run_in_child(HANGS, 0, b"environment", seconds=20)


def test_a_form_with_pictures_that_take_too_long_is_answered_after_two_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def slow(*_: object, **__: object) -> Refused:
        calls.append(1)
        return Refused("too-slow")

    monkeypatch.setattr("feedback_app.forms.form_files.process_apart", slow)
    files = gather_files((f"{n}.png", b"\x89PNG") for n in range(10))
    assert {files[key].problem for key in files} == {"media-too-slow"}
    assert len(calls) == MOST_SLOW


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_of_one_colour_and_too_many_pixels_is_refused_unread(tmp_path: Path, kind: str) -> None:
    photo = tmp_path / "photo"
    Image.new("1" if kind == "PNG" else "RGB", (7_100, 7_100)).save(photo, kind, method=0, quality=0)
    assert process_apart(photo, tmp_path) == Refused("too-many-pixels")
