"""No photo of a record is served to anyone but its reviewers: not by any public address, not to phones, not in any page.

Nothing publishes photos. Whoever lets a page do so has to begin here: with a photo that a reviewer has looked at for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import product

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base.http import EchoFlask
from feedback_app.media.actions import files_of
from feedback_app.media.files import MediaFiles
from tests.attacks.test_every_route import rules
from tests.http.portfolio_people import accepted, assigned, demonstration, next_week
from tests.http.tus import Tus, sha256
from tests.people import World

VARIANTS = (None, "large", "thumb", "blurred", "original")


def picture() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((320, 240), 80).convert("RGB").save(file, "JPEG")
    return file.getvalue()


PHOTO = picture()
NAME = sha256(PHOTO)


@pytest.fixture
def stored(app: EchoFlask, client: FlaskClient, world: World) -> list[bytes]:
    """Awa's photo of an accepted need that is listed in public: the photo and all that was made of it."""
    demonstration(world)
    medium = {"sha256": NAME, "type": "image/jpeg", "bytes": len(PHOTO), "question": "photo"}
    record = accepted(client, world, media=[medium], answers={"photo": NAME})
    Tus(client, world.awa).send(PHOTO, "image/jpeg")
    with app.app_context():
        jobs.run("images")
    assigned(world, record, theme="Pompes", new_solution="Réparer")
    next_week(world)
    return list(contents(files_of(app.extensions["echo_settings"])))


def contents(files: MediaFiles) -> Iterator[bytes]:
    for variant in VARIANTS:
        asked = (variant,) if variant else ()
        if files.size("pilote", NAME, *asked) is not None:
            with files.open("pilote", NAME, *asked) as content:
                yield content.read()


def addresses(app: EchoFlask, door: str) -> Iterator[str]:
    """Every address of a door, with the photo's name wherever something is to be put in."""
    for rule in sorted(one.removeprefix("GET ") for one in rules(app, door) if one.startswith("GET ")):
        gaps = re.findall(r"<(?:\w+:)?(\w+)>", rule)
        for values in product((NAME, f"{NAME}.jpg", f"{NAME}-large"), repeat=len(gaps)):
            filled = rule
            for value in values:
                filled = re.sub(r"<[^>]+>", value, filled, count=1)
            yield filled


def shows(got: TestResponse, stored: list[bytes]) -> bool:
    return any(one in got.data for one in stored) or NAME.encode() in got.data


def test_no_public_address_and_no_phone_gets_a_photo(
    app: EchoFlask, client: FlaskClient, world: World, stored: list[bytes]
) -> None:
    assert len(stored) >= 2, "the photo, and what reviewers look at"
    public, field = list(addresses(app, "public")), list(addresses(app, "field"))
    assert len(public) > 20 and field
    for address in public:
        assert not shows(client.get(address), stored), address
        assert not shows(client.get(address, query_string={"lieu": "V1", "photo": "1"}), stored), address
    for address in field:
        for phone in (world.awa, world.koffi):
            assert not shows(client.get(address, headers=phone.headers()), stored), address


def test_reviewers_are_shown_it_and_who_does_not_review_is_not(
    client: FlaskClient, world: World, stored: list[bytes]
) -> None:
    address = f"/desk/media/pilote/{NAME}/large"
    assert shows(world.signed_in().get(address), stored), "this test would see a photo that is served"
    assert client.get(address).status_code == 302, "to the sign-in"
