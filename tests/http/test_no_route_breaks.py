"""Whatever a stranger, a phone or someone at the desk sends to any address: an answer below 500, in our words."""

from __future__ import annotations

import copy
import gzip
import io
import itertools
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.http import EchoFlask
from tests.build import digest
from tests.http.desk import csrf
from tests.http.tus import Tus, b64
from tests.people import World

pytestmark = pytest.mark.both_databases

WORDS = (
    "x", "..%2f..%2fetc%2fpasswd", "%00", "%ff%fe", "%F0%9F%92%A7", "é" * 300, "-1", "99999999999999999999",
    "01a2094b-0866-717c-ad79-4ed22ccf4c5b", "0" * 64, "%27%20or%201=1--", "{{7*7}}", "%0d%0aSet-Cookie:%20a=b",
)  # fmt: skip
"""What is put into an address where it has a variable."""

QUERIES = (
    "",
    "?page=-1&tab=%00&q=%00&place=%00",
    "?page=99999999999999999999999&offset=9223372036854775808&limit=-1",
    "?q=%25_%5C%27&tab=tab&instrument[]=1&since=9999-99-99&until=0000-00-00&clock=x",
    "?programme=%F0%9F%92%A7&theme=zzz&domain=" + "x" * 5000,
    "?after=AAAA&cursor=%7B%7D&next=//evil&lang=%00&did=x&of=%ff&v=../../x",
)

BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b""),
    ("application/json", b"{"),
    ("application/json", b"null"),
    ("application/json", b"[]"),
    ("application/json", b'"\\ud800"'),
    ("application/json", b'{"a": NaN}'),
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"entries": ' + b"9" * 400 + b"}"),
    ("application/json", b"\xff\xfe\x00"),
    ("application/json", b" " * (2 * 1024 * 1024 + 1)),
    ("application/x-www-form-urlencoded", b"a=b&a=c&%00=%00&csrf=%ff"),
    ("application/x-www-form-urlencoded", b"x=" + b"y" * (2 * 1024 * 1024 + 1)),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=file; filename=../a\r\n\r\nz"),
    ("multipart/form-data", b"no boundary"),
    ("application/offset+octet-stream", b"bytes"),
    ("text/plain; charset=nonsense", b"\x80"),
    ("/", b"?"),
)

HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "br"},
    {"Accept": "text/html", "Accept-Language": "x" * 500},
    {"If-None-Match": '"' + "a" * 500, "Range": "bytes=5-2,-9", "If-Modified-Since": "yesterday"},
    {"Tus-Resumable": "1.0.0", "Upload-Length": "-1", "Upload-Offset": "x", "Upload-Metadata": "sha256 !!!,,= "},
    {"Tus-Resumable": "1.0.0", "Upload-Length": "9" * 30, "Upload-Metadata": "sha256 " + "A" * 2000},
    {"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Offset": "9" * 30, "Upload-Checksum": "md4 AAAA"},
    {"Tus-Resumable": "9.9.9", "Upload-Defer-Length": "1", "Upload-Concat": "partial"},
    {"Authorization": "Bearer", "Cookie": "echo_desk=\xff; lang=%00"},
    {"X-Forwarded-For": "not an address", "X-Forwarded-Proto": "gopher", "Host": "evil.example"},
)


def addresses(rule: Rule, chance: random.Random) -> Iterator[str]:
    """This rule's address with each of a few hostile words where it has variables."""
    plain, *variables = re.split(r"<[^>]+>", rule.rule)
    for word in chance.sample(WORDS, 5) if variables else ("",):
        yield word.join([plain, *variables])


def is_ours(answer: TestResponse, address: str) -> None:
    assert answer.status_code < 500, (address, answer.status_code, answer.text[:500])
    if address.startswith("/api/") and answer.status_code >= 400 and answer.data:
        assert answer.content_type == "application/problem+json", (address, answer.status_code, answer.content_type)
        assert answer.get_json()["status"] == answer.status_code


def caller(app: EchoFlask, world: World, who: str) -> tuple[FlaskClient, dict[str, str]]:
    """Who calls: a browser, and the headers that go along."""
    if who in {"stranger", "phone"}:
        return app.test_client(), world.awa.headers() if who == "phone" else {}
    if who == "coordinator":
        for role in ("protection_officer", "partner"):  # some doors are for these alone
            world.give_role(world.coordinator, role)
    desk = world.signed_in({"reviewer": "adjoua", "coordinator": "akissi"}[who])
    return desk, {"X-CSRF-Token": csrf(desk.get("/desk/").text)}


@pytest.mark.parametrize("who", ["stranger", "phone", "reviewer", "coordinator"])
def test_no_address_breaks_whatever_is_sent_to_it(app: EchoFlask, world: World, who: str) -> None:
    chance, (client, headers) = random.Random(who), caller(app, world, who)
    tried = 0
    for rule in app.url_map.iter_rules():
        # Signing out would end the session that the next requests need.
        for address in () if rule.rule == "/desk/logout" else addresses(rule, chance):
            for method in sorted((rule.methods or set()) | {"POST", "PATCH"}):
                query, (kind, body), more = chance.choice(QUERIES), chance.choice(BODIES), chance.choice(HEADERS)
                asked: dict[str, Any] = {"method": method, "data": body, "content_type": kind}
                is_ours(client.open(address + query, headers={**headers, **more}, **asked), address)
                tried += 1
    assert tried > 200


@pytest.mark.parametrize("who", ["phone", "coordinator"])
def test_every_body_and_header_at_the_doors_that_take_them(app: EchoFlask, world: World, who: str) -> None:
    client, headers = caller(app, world, who)
    doors = ("/api/v1/exchange", "/api/v1/enrol", "/api/v1/media/") if who == "phone" else ("/desk/admin/places",)
    for address, (kind, body), more in itertools.product(doors, BODIES, HEADERS):
        if len(body) < 200_000 or not more:
            is_ours(client.post(address, data=body, content_type=kind, headers={**headers, **more}), address)


def test_a_gzip_bomb_is_not_unpacked(client: FlaskClient, world: World) -> None:
    bomb = gzip.compress(b"[" + b" " * 50_000_000)
    more = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    for address in ("/api/v1/exchange", "/api/v1/enrol"):
        answer = client.post(address, data=bomb, headers=world.awa.headers() | more)
        assert answer.status_code == 413
    cut = gzip.compress(json.dumps({"nonce": "n"}).encode())[:-9]
    assert client.post("/api/v1/exchange", data=cut, headers=world.awa.headers() | more).status_code == 400


class Endless(io.RawIOBase):
    """A body that never ends; counts what was read of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        return len(buffer)


@pytest.mark.parametrize("form", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_no_form_of_the_desk_takes_in_what_never_ends(app: EchoFlask, world: World, form: str) -> None:
    client, headers = caller(app, world, "coordinator")
    doors = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())}
    for door in sorted(door for door in doors if not door.startswith("/api/")):
        address = re.sub(r"<[^>]+>", "01a2094b-0866-717c-ad79-4ed22ccf4c5b", door)
        body = Endless()
        sent = {"wsgi.input": body, "CONTENT_LENGTH": str(2**40)}
        answer = client.post(address, content_type=form, headers=headers, environ_overrides=sent)
        assert (answer.status_code, body.taken) == (413, 0), address


@pytest.fixture
def adjoua(world: World) -> FlaskClient:
    return world.signed_in()


TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | TEXT.map(lambda t: t.encode("utf-8", "replace").decode()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé\x00 ", max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


JSON = {"Content-Type": "application/json"}


def with_one_part_changed(whole: Any) -> st.SearchStrategy[Any]:
    """The value with something else at one place of it."""
    if isinstance(whole, dict) and whole:
        return st.sampled_from(sorted(whole)).flatmap(
            lambda key: st.one_of(VALUE, with_one_part_changed(whole[key])).map(lambda new: whole | {key: new})
        )
    if isinstance(whole, list) and whole:
        return st.one_of(VALUE, with_one_part_changed(whole[0]).map(lambda new: [new, *whole[1:]]))
    return VALUE


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_exchange_with_any_one_part_wrong_is_answered(
    client: FlaskClient, world: World, data: st.DataObject
) -> None:
    whole = {
        "nonce": "n", "clock": clock.iso(clock.now()), "cursor": None,
        "entries": [world.awa.entry()], "wants_media": ["0" * 64],
        "health": {"unsent": 1, "oldest_unsent_at": None, "media_pending_bytes": 1, "free_bytes": 1, "persisted": True},
    }  # fmt: skip
    asked = data.draw(with_one_part_changed(whole))
    is_ours(
        client.post("/api/v1/exchange", data=json.dumps(asked), headers=world.awa.headers() | JSON), "/api/v1/exchange"
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_record_with_any_one_part_wrong_is_stored_and_shown_at_the_desk(
    client: FlaskClient, world: World, adjoua: FlaskClient, data: st.DataObject
) -> None:
    entry = world.awa.entry()
    body = data.draw(with_one_part_changed(json.loads(entry["body"])))
    text = json.dumps(body)
    sent = {"id": entry["id"], "rev": 1, "digest": digest(text), "body": text}
    answer = world.awa.exchange(client, sent)
    is_ours(answer, "/api/v1/exchange")
    (ack,) = answer.get_json()["acks"]
    assert ack["outcome"] in {"stored", "quarantined", "rejected"}
    for page in ("?tab=all", "?tab=quarantined", f"records/pilote/{entry['id']}"):
        is_ours(adjoua.get(f"/desk/{page}"), page)


def nested(levels: int) -> Any:
    """A list in a list in a list."""
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


NEVER = ("a\x00b", True, 2**63, 1e308, {"a": None}, nested(200))
"""What no field of a record ever is, and a broken or hostile phone says all the same."""


def fields(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each part of a JSON value."""
    for name in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*way, name)
        yield from fields(value[name], (*way, name))


def changed(whole: Any, way: tuple[Any, ...], new: Any) -> Any:
    """The value with something else there."""
    made = at = copy.deepcopy(whole)
    for name in way[:-1]:
        at = at[name]
    at[way[-1]] = new
    return made


def sent(entry: dict[str, Any], body: Any) -> dict[str, Any]:
    """This entry with another body."""
    text = json.dumps(body)
    return entry | {"digest": digest(text), "body": text}


def test_no_field_of_a_record_keeps_its_neighbours_out_or_breaks_its_page(
    client: FlaskClient, world: World, adjoua: FlaskClient
) -> None:
    whole = json.loads(
        world.awa.entry(
            location={"lat": 6.1, "lon": -4.2, "accuracy_m": 12},
            media=[{"sha256": "a" * 64, "type": "image/jpeg", "bytes": 10, "question": "photo"}],
        )["body"]
    )
    bad = [sent(world.awa.entry(), changed(whole, way, new)) for way in fields(whole) for new in NEVER]
    assert 100 < len(bad) < 500
    answer = world.awa.exchange(client, *bad, good := world.awa.entry())
    assert answer.status_code == 200, answer.text
    acks = {ack["id"]: ack["outcome"] for ack in answer.get_json()["acks"]}
    assert acks.pop(good["id"]) == "stored" and set(acks.values()) <= {"stored", "quarantined"}
    for tab in ("open", "quarantined", "all"):
        is_ours(adjoua.get(f"/desk/?tab={tab}"), tab)
    for entry in bad:
        is_ours(adjoua.get(f"/desk/records/pilote/{entry['id']}"), entry["body"])


def test_json_nested_without_end_is_refused_or_quarantined(client: FlaskClient, world: World) -> None:
    for levels in (100, 250, 300, 700):
        deep, good = nested(levels), world.awa.entry()
        answer = world.awa.exchange(client, sent(world.awa.entry(), {"answers": deep}), good)
        first, second = answer.get_json()["acks"]
        assert (first["outcome"], second["outcome"]) == ("quarantined", "stored"), levels
        assert [error["reason"] for error in first["errors"]] == ["too-deep"], levels
        for asked in (deep, {"nonce": "n", "entries": [deep]}, {"nonce": "n", "entries": [good | {"x": deep}]}):
            body = json.dumps(asked)
            is_ours(client.post("/api/v1/exchange", data=body, headers=world.awa.headers() | JSON), "/api/v1/exchange")


def test_a_phone_may_say_anything_of_its_health(client: FlaskClient, world: World) -> None:
    names = ("unsent", "oldest_unsent_at", "free_bytes", "persisted", "app_version")
    for name, value in itertools.product(names, NEVER):
        asked = json.dumps({"nonce": "n", "health": {name: value}})
        answer = client.post("/api/v1/exchange", data=asked, headers=world.awa.headers() | JSON)
        assert answer.status_code == 200, (name, value, answer.text)


def test_an_origin_that_is_no_address_is_another_site(client: FlaskClient, world: World) -> None:
    origins = ("http://[", "http://[::1", "http://\N{ACCOUNT OF}", "x", "http://localhost:99999999")
    for address, origin in itertools.product(("/desk/login", "/language", "/api/v1/enrol"), origins):
        answer = client.post(address, headers={"Origin": origin})
        is_ours(answer, address)
        assert answer.status_code == 403, (address, origin)
    assert client.post("/language", headers={"Origin": "http://localhost"}).status_code == 303


def test_a_name_longer_than_a_file_can_have_is_not_found(client: FlaskClient) -> None:
    names = ("a" * 300 + ".js", "é" * 130 + ".css", "a/" * 3000 + "x.js", "index.html/x.js")
    for address, name in itertools.product(("/app/", "/assets/desk/", "/assets/pictograms/"), names):
        assert client.get(address + name).status_code == 404, (address, name[:20])


def test_upload_headers_that_are_no_base64_are_unreadable(client: FlaskClient, world: World) -> None:
    tus = Tus(client, world.awa)
    at = tus.place(b"water")
    for value in ("é", "sha1 é", "sha256 éé", "type " + b64("x"), "md4 x"):
        for answer in (tus.create(b"water", Upload_Metadata=value), tus.patch(at, 0, b"water", Upload_Checksum=value)):
            is_ours(answer, "/api/v1/media/")
            assert answer.get_json()["type"] == "/problems/unreadable", value


def test_names_that_grow_when_they_are_folded_still_fit(app: EchoFlask, world: World) -> None:
    akissi, headers = caller(app, world, "coordinator")
    hangul = "code,parent_code,level,name\nV9,S1,locality," + "\N{HANGUL SYLLABLE GAG}" * 200
    files = {"file": (io.BytesIO(hangul.encode()), "places.csv")}
    assert akissi.post("/desk/admin/places", data=files, headers=headers).status_code == 200
    person = {"name": "A", "role": "reviewer", "login": "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}" * 200}
    assert akissi.post("/desk/admin/people", data=person, headers=headers).status_code == 422
