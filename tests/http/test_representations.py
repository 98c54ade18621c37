"""Whoever asks again for what they hold gets 304, and everybody the encoding that they take."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from feedback_app.base.assets import address
from tests.people import World

ROOT = Path(__file__).parents[2]
FROM_ONE_PLACE = re.compile(r"set_etag|make_conditional|send_file|accept_encodings|[\"']Content-Encoding[\"']\] =")
HOME = "feedback_app/base/representations.py"


def made_elsewhere(files: dict[str, str]) -> list[str]:
    """Files that answer conditionally or pack an answer by themselves."""
    return [name for name, text in files.items() if name != HOME and FROM_ONE_PLACE.search(text)]


def test_answers_are_packed_and_tagged_in_one_place() -> None:
    there = {str(file.relative_to(ROOT)): file.read_text() for file in (ROOT / "feedback_app").rglob("*.py")}
    assert HOME in there and made_elsewhere(there) == []


def test_a_second_place_is_noticed() -> None:
    assert made_elsewhere({"x.py": "answer.set_etag(name)", "y.py": "pass", HOME: "set_etag"}) == ["x.py"]


STYLE = address("desk/desk.css")
EVERYONE = (
    ("/api/v1/portfolio", False, {"Accept", "Accept-Encoding"}, "public, no-cache"),
    ("/api/v1/portfolio.csv", False, {"Accept", "Accept-Encoding"}, "public, no-cache"),
    ("/api/v1/openapi.json", True, {"Accept-Encoding"}, "public, no-cache"),
    ("/app/", False, {"Accept-Encoding"}, "no-cache"),
    ("/app/sw.js", False, {"Accept-Encoding"}, "no-cache"),
    (STYLE, False, {"Accept-Encoding"}, "public, max-age=31536000, immutable"),
    (STYLE.partition("?")[0], False, {"Accept-Encoding"}, "no-cache"),
)
"""Address, whether its ETag is weak, what the answer varies with, and how long it may be cached."""


@pytest.mark.parametrize(("path", "weak", "varies", "caching"), EVERYONE)
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_a_reader_who_holds_it_gets_no_body(
    world: World, client: FlaskClient, path: str, *, weak: bool, varies: set[str], caching: str, encoding: str
) -> None:
    asks = {"Accept-Encoding": encoding}
    first = client.get(path, headers=asks)
    tag = first.headers["ETag"]
    assert (first.status_code, tag.startswith("W/")) == (200, weak)
    assert {word.strip() for word in first.headers.get("Vary", "").split(",") if word} >= varies
    assert first.headers["Cache-Control"] == caching
    again = client.get(path, headers=asks | {"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert {word.strip() for word in again.headers.get("Vary", "").split(",") if word} >= varies
    assert client.get(path, headers=asks | {"If-None-Match": '"other"'}).status_code == 200


def unpack(data: bytes, encoding: str | None) -> bytes:
    if encoding == "br":
        return bytes(brotli.decompress(data))
    return gzip.decompress(data) if encoding else data


@pytest.mark.parametrize(
    ("path", "packed_as"),
    [
        ("/app/", {"gzip": "gzip", "br": "br", "gzip, br": "br"}),
        ("/app/pictograms.svg", {"gzip": "gzip", "br": "br"}),
        ("/api/v1/openapi.json", {"gzip": "gzip", "br": None, "gzip;q=0": None}),
        ("/desk/login", {"gzip": "gzip", "br": None}),
        ("/api/v1/portfolio.xlsx", {"gzip": None}),
        ("/api/v1/portfolio", {"gzip": None}),
        (STYLE, {"gzip": "gzip", "br": None}),
    ],
)
def test_each_reader_gets_an_encoding_that_they_take(
    world: World, client: FlaskClient, path: str, packed_as: dict[str, str | None]
) -> None:
    plain = client.get(path)
    assert "Content-Encoding" not in plain.headers
    for takes, encoding in packed_as.items():
        got = client.get(path, headers={"Accept-Encoding": takes})
        assert got.headers.get("Content-Encoding") == encoding
        whole = unpack(got.data, encoding)
        assert (whole == plain.data) if path != "/desk/login" else b"</html>" in whole


def test_the_packed_and_the_plain_description_share_one_weak_etag(client: FlaskClient) -> None:
    """A proxy that holds one of the two need not fetch the other."""
    plain, packed = (
        client.get("/api/v1/openapi.json", headers={"Accept-Encoding": one}) for one in ("identity", "gzip")
    )
    assert plain.headers["ETag"] == packed.headers["ETag"]


def test_built_files_have_a_strong_etag_for_each_encoding(client: FlaskClient) -> None:
    tags = {client.get("/app/", headers={"Accept-Encoding": one}).headers["ETag"] for one in ("identity", "gzip", "br")}
    assert len(tags) == 3
