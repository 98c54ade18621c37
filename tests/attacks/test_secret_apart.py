"""A thief has a copy of the server's database, or of a backup; the secret is elsewhere (decision 42). What phones sealed
does not open, and no password can be guessed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask.testing import FlaskClient
from sqlalchemy import text

from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Person
from feedback_app.register.keys import private_keys
from sync.sealing import seal, unseal
from tests.echo_file import public_key
from tests.people import PASSWORD, World
from tests.sealed_server import SECRET, backed_up, close, renew, seal_all, with_secret

pytestmark = pytest.mark.both_databases
NAME = "entries/x.1"


@pytest.fixture
def server(app: EchoFlask, world: World) -> Iterator[EchoFlask]:
    made = with_secret(app, SECRET)
    world.on(made)
    yield made
    close(made)


def copy_of(app: EchoFlask) -> list[bytes]:
    """Every value of the tables in which secrets are."""
    with app.app_context():
        rows = [
            *db.session.execute(text("select private_key, naming from programme_key")),
            *db.session.execute(text("select password_hash, login from person")),
        ]
        db.session.rollback()
    return [one if isinstance(one, bytes) else str(one).encode() for row in rows for one in map(_plain, row)]


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def keys_in(stolen: list[bytes]) -> list[bytes]:
    """Whatever could be a private key, as it is, in base64 or in hex as dumps have it."""
    texts = [one for value in stolen for one in re.findall(rb"[\w+/=-]{100,}", value)]
    made = [*stolen, *(_decoded(one) for one in texts), *(_unhexed(one) for one in texts)]
    return [one for value in made for one in (value, *_embedded(value))]


def _embedded(value: bytes) -> list[bytes]:
    """DER of a key on P-256 within longer bytes."""
    return [value[found.start() : found.start() + 138] for found in re.finditer(rb"0\x81\x87\x02\x01\x00", value)]


def _decoded(value: bytes) -> bytes:
    try:
        return base64.b64decode(value + b"=" * (-len(value) % 4))
    except ValueError:
        return b""


def _unhexed(value: bytes) -> bytes:
    try:
        return bytes.fromhex(value.decode())
    except ValueError:
        return b""


def opens(stolen: list[bytes], item: bytes) -> bool:
    return any(unseal(item, key, name=NAME) for key in keys_in(stolen) if key)


def guesses(stolen: list[bytes], password: str) -> bool:
    """Whether trying this password on all that is there says that it is somebody's."""
    hashes = [one.decode() for value in stolen for one in re.findall(rb"\$argon2id\$[\w+/=$,]+", value)]
    return any(_fits(one, password) for one in hashes)


def _fits(stored: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def test_of_a_server_that_seals_nothing_all_of_it_follows(server: EchoFlask, world: World, tmp_path: Path) -> None:
    """What the secret is for; and this test would notice if the thief did not try hard enough."""
    item = seal(b"words", public_key(world), name=NAME)
    stolen = copy_of(server)
    assert opens(stolen, item) and guesses(stolen, PASSWORD)
    backup = [backed_up(server, tmp_path / "backups")]
    assert opens(backup, item) and guesses(backup, PASSWORD)


def test_a_copy_of_the_database_opens_no_item_and_confirms_no_guess(server: EchoFlask, world: World) -> None:
    seal_all(server)
    renew(server)
    item = seal(b"words", public_key(world), name=NAME)
    stolen = copy_of(server)
    assert not opens(stolen, item) and not guesses(stolen, PASSWORD)
    with server.app_context():
        assert any(unseal(item, key, name=NAME) for key in private_keys(db.session)["pilote"]), "the server does"
    world.signed_in()


def test_nor_does_a_backup_though_all_of_it_was_in_the_open_before(
    server: EchoFlask, world: World, tmp_path: Path
) -> None:
    item = seal(b"words", public_key(world), name=NAME)
    seal_all(server)
    backup = [backed_up(server, tmp_path / "backups")]
    assert not opens(backup, item) and not guesses(backup, PASSWORD)


def test_a_hash_that_is_copied_to_another_account_opens_it_for_nobody(server: EchoFlask, world: World) -> None:
    """Who can write in the database, and knows a password of their own, gets into nobody's account by it."""
    seal_all(server)
    with server.app_context(), transaction() as session:
        session.get_one(Person, world.coordinator).password_hash = session.get_one(Person, world.adjoua).password_hash
    client: FlaskClient = server.test_client()
    assert client.post("/desk/login", data={"login": "akissi", "password": PASSWORD}).status_code == 401
    world.signed_in()
