"""Whatever a stranger, a phone or someone at the desk sends to any address: an answer below 500, in our words."""

from __future__ import annotations

import gzip
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
from tests.people import World

pytestmark = pytest.mark.both_databases

WORDS = (
    "x", "..%2f..%2fetc%2fpasswd", "%00", "%ff%fe", "%F0%9F%92%A7", "é" * 300, "-1", "99999999999999999999",
    "01a2094b-0866-717c-ad79-4ed22ccf4c5b", "0" * 64, "%27%20or%201=1--", "{{7*7}}", "%0d%0aSet-Cookie:%20a=b",
)  # fmt: skip
"""What stands in an address where it has a variable."""

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
    doors = (
        "/api/v1/exchange",
        "/api/v1/enrol",
        "/api/v1/media",
        "/desk/admin/places",
        "/desk/admin/people",
        "/desk/login",
    )
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


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_record_with_any_one_part_wrong_is_kept_and_shown_at_the_desk(
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
