"""Adjoua blurs a face on a photo before anybody else sees it: the original stays with the Lab, and the history says who
did what."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership
from feedback_app.review.tables import PhotoBlur
from tests.http.audit_log import details, noted
from tests.http.desk import csrf, need, page
from tests.http.test_erasure import erase
from tests.http.tus import Tus, sha256
from tests.people import World

FACE = ("17", "18", "33", "34")

pytestmark = pytest.mark.both_databases


def picture() -> bytes:
    """Half black, half white, so that a part of both is neither when it is blurred."""
    made = Image.new("RGB", (640, 480), "white")
    made.paste("black", (0, 0, 60, 480))
    file = io.BytesIO()
    made.save(file, "JPEG", quality=95)
    return file.getvalue()


PHOTO = picture()


@pytest.fixture
def shown(app: EchoFlask, client: FlaskClient, world: World) -> dict[str, Any]:
    """A record with a photo that has come and was prepared."""
    medium = {"sha256": sha256(PHOTO), "type": "image/jpeg", "bytes": len(PHOTO), "question": "photo"}
    entry = need(world.awa, media=[medium], answers={"photo": sha256(PHOTO)})
    world.awa.sync(client, entry)
    Tus(client, world.awa).send(PHOTO, "image/jpeg")
    with app.app_context():
        jobs.run("images")
    world.signed_in().get("/desk/")
    return entry


def at(entry: dict[str, Any], tail: str = "") -> str:
    return f"/desk/records/pilote/{entry['id']}/photos/{sha256(PHOTO)}{tail}"


def blur(desk: FlaskClient, entry: dict[str, Any], *parts: str, seen: str | None = None) -> TestResponse:
    """Sends the form, with what was seen on its page unless given."""
    if seen is None:
        found = re.search(r'name="seen" value="([^"]*)"', desk.get(at(entry)).text)
        assert found
        seen = found[1]
    sent = {"csrf": csrf(desk.get("/desk/me").text), "seen": seen, "part": list(parts)}
    return desk.post(f"{at(entry)}?programme=pilote&tab=all", data=sent)


def seen_at(content: bytes, x: int, y: int) -> int:
    """How bright a photo is there."""
    return Image.open(io.BytesIO(content)).convert("L").crop((x, y, x + 1, y + 1)).tobytes()[0]


def test_what_is_blurred_is_gone_from_the_photo_and_the_original_stays(world: World, shown: dict[str, Any]) -> None:
    desk = world.signed_in()
    assert desk.get(at(shown, "/blurred")).status_code == 404, "nothing is blurred yet"
    got = blur(desk, shown, *FACE)
    assert got.status_code == 303
    assert f"/desk/records/pilote/{shown['id']}?programme=pilote&tab=all#photo-" in got.location
    hidden = desk.get(at(shown, "/blurred"))
    original = desk.get(f"/desk/media/pilote/{sha256(PHOTO)}/large")
    assert (hidden.status_code, hidden.mimetype) == (200, "image/webp")
    assert seen_at(original.data, 50, 45) < 30 < 60 < seen_at(hidden.data, 50, 45), "black beside white: grey"
    assert seen_at(hidden.data, 20, 300) < 30 and seen_at(hidden.data, 500, 300) > 225, "all else is as it was"


def test_the_records_page_shows_the_blurred_one_first_and_says_who_did_it(world: World, shown: dict[str, Any]) -> None:
    desk = world.signed_in()
    html = page(desk, shown).text
    assert f'href="{at(shown)}' in html and "/blurred" not in html
    blur(desk, shown, *FACE)
    html = page(desk, shown).text
    assert f'<img src="{at(shown, "/blurred")}"' in html
    assert f'href="/desk/media/pilote/{sha256(PHOTO)}/large"' in html and "Voir l’original" in html
    assert "Adjoua a flouté une photo" in html
    blur(desk, shown)
    html = page(desk, shown).text
    assert "/blurred" not in html and "Adjoua montre de nouveau toute une photo" in html
    assert "Adjoua a flouté une photo" in html, "what was done stays in the history"


def test_the_form_comes_with_what_is_blurred_and_works_without_script(world: World, shown: dict[str, Any]) -> None:
    desk = world.signed_in()
    blur(desk, shown, *FACE)
    html = desk.get(at(shown)).text
    assert html.count('type="checkbox"') == 256 and 'aria-label="Ligne 2, colonne 2"' in html
    assert set(re.findall(r'value="(\d+)"[^>]* checked', html)) == set(FACE)


def test_who_saves_over_somebody_elses_blur_is_shown_both(world: World, shown: dict[str, Any]) -> None:
    """Akissi had the page open before Adjoua blurred the face: her save must not show it again."""
    blur(world.signed_in(), shown, *FACE)
    akissi = world.signed_in("akissi")
    got = blur(akissi, shown, "200", seen="")
    assert got.status_code == 409 and "entre-temps" in got.text
    assert set(re.findall(r'value="(\d+)"[^>]* checked', got.text)) == {*FACE, "200"}
    found = re.search(r'name="seen" value="([^"]+)"', got.text)
    assert found and blur(akissi, shown, *FACE, "200", seen=found[1]).status_code == 303


def test_the_same_again_is_noted_once_and_each_change_is_in_the_audit_log(
    app: EchoFlask, world: World, shown: dict[str, Any]
) -> None:
    desk = world.signed_in()
    assert blur(desk, shown).status_code == 303, "nothing to blur, nothing noted"
    assert blur(desk, shown, *FACE).status_code == blur(desk, shown, *FACE, seen="").status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PhotoBlur)) == 1
    (event,) = noted(app, "photo_blurred")
    assert details(event)["parts"] == len(FACE)


@pytest.mark.parametrize("part", ["256", "-1", "x", "1e3", "9" * 5000])
def test_what_is_no_part_of_a_photo_is_refused(world: World, shown: dict[str, Any], part: str) -> None:
    assert blur(world.signed_in(), shown, part).status_code == 422


def test_another_places_reviewer_and_another_records_photo_are_not_found(
    app: EchoFlask, client: FlaskClient, world: World, shown: dict[str, Any]
) -> None:
    other = need(world.awa, "Une autre pompe")
    world.awa.sync(client, other)
    desk = world.signed_in()
    desk.get("/desk/")
    assert blur(desk, shown, *FACE).status_code == 303
    assert {desk.get(at(other, tail)).status_code for tail in ("", "/blurred")} == {404}
    with app.app_context(), transaction() as session:
        session.query(Membership).filter_by(person_id=world.adjoua).update({"place_code": "R2"})
    desk = world.signed_in()
    assert {desk.get(at(shown, tail)).status_code for tail in ("", "/blurred")} == {404}
    assert blur(desk, shown, "1", seen="").status_code == 404


def test_it_goes_with_the_record(app: EchoFlask, world: World, shown: dict[str, Any]) -> None:
    desk = world.signed_in()
    blur(desk, shown, *FACE)
    erase(world, shown["id"])
    desk.get("/desk/")
    assert desk.get(at(shown, "/blurred")).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PhotoBlur)) == 0


def test_it_goes_when_the_use_of_photos_is_taken_back(
    app: EchoFlask, client: FlaskClient, world: World, shown: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = world.signed_in()
    blur(desk, shown, *FACE)
    monkeypatch.setattr(jobs, "note_clock", lambda *_: True)
    uses = {"keep": True, "photo": False, "voice": True, "quote": False, "contact": False}
    consent = {"version": "1", "language": "fr", "given_by": "oral", "attribution": "anonymous", "uses": uses}
    world.awa.sync(client, need(world.awa, id=shown["id"], rev=2, consent=consent))
    desk.get("/desk/")
    assert desk.get(at(shown, "/blurred")).status_code == 404
    with app.app_context():
        jobs.run("retention")
        assert db.session.scalar(select(func.count()).select_from(PhotoBlur)) == 0
