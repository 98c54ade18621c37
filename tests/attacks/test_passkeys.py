"""Somebody answers in the place of Akissi's passkey: from another site, with another key, with an answer of before, with a
copy, with anything at all."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base.http import EchoFlask
from feedback_app.enrol.second_factor.passkeys import (
    LONGEST_ANSWER,
    KnownKey,
    RelyingParty,
    creation_options,
    credential_id,
    made_key,
    request_options,
    signed_count,
)
from tests.http.desk import csrf
from tests.http.test_second_factor_passkeys import enters, options_on, sets_up
from tests.people import PASSWORD
from tests.second_factors import AT, LIST, Browser, Clock, server, time
from tests.soft_passkey import SoftKey, text

__all__ = ["server", "time"]


@pytest.fixture
def akissi(server: EchoFlask, time: Clock) -> Browser:
    return Browser(server.test_client(), time)


def test_an_answer_that_was_overheard_is_good_no_second_time(akissi: Browser, server: EchoFlask) -> None:
    key = SoftKey()
    sets_up(akissi, key)
    answer = key.signs(options_on(akissi.signs_in()))
    assert akissi.client.post(AT, data={"credential": answer}).status_code == 303
    akissi.signs_in()
    assert akissi.client.post(AT, data={"credential": answer}).status_code == 401
    other = Browser(server.test_client(), akissi.clock)
    options = options_on(other.signs_in())
    assert akissi.client.post(AT, data={"credential": key.signs(options)}).status_code == 401, "another browser's"


def test_a_challenge_is_good_once_and_for_ten_minutes(akissi: Browser) -> None:
    key = SoftKey()
    sets_up(akissi, key)
    options = options_on(akissi.signs_in())
    key.origin = "https://evil.example"
    assert akissi.client.post(AT, data={"credential": key.signs(options)}).status_code == 401
    key.origin = "http://localhost"
    assert akissi.client.post(AT, data={"credential": key.signs(options)}).status_code == 401, "it was tried with"
    old = options_on(akissi.signs_in())
    akissi.clock.passes(minutes=10, seconds=1)
    assert akissi.client.post(AT, data={"credential": key.signs(old)}).status_code == 303, "to the sign-in"
    assert not Browser(akissi.client.application.test_client(), akissi.clock).is_in()


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:81", "https://localhost", "null"])
def test_a_passkey_used_on_a_page_of_another_site_does_not_get_in(akissi: Browser, origin: str) -> None:
    key = SoftKey()
    sets_up(akissi, key)
    key.origin = origin
    assert enters(akissi, key).status_code == 401


def test_a_copy_whose_counter_went_back_does_not_get_in(akissi: Browser) -> None:
    key = SoftKey()
    sets_up(akissi, key)
    assert enters(akissi, key).status_code == 303
    key.count = 0
    assert enters(akissi, key).status_code == 401


def test_a_colleague_s_passkey_is_not_hers(akissi: Browser, server: EchoFlask) -> None:
    mine, hers = SoftKey(), SoftKey()
    sets_up(akissi, mine)
    assert enters(akissi, hers).status_code == 401
    hers.id = mine.id
    assert enters(akissi, hers).status_code == 401, "nor under the name of hers"


def test_no_passkey_that_somebody_has_is_made_anybody_else_s(server: EchoFlask, time: Clock, akissi: Browser) -> None:
    key = SoftKey()
    sets_up(akissi, key)
    yao = Browser(server.test_client(), time, "yao")
    yao.signs_in()
    page = yao.confirms("passkey", {"password": PASSWORD})
    form = {"csrf": csrf(page.text), "credential": key.makes(options_on(page)), "name": "x"}
    assert yao.client.post(f"{LIST}/passkey", data=form).status_code == 422


def test_a_passkey_that_nobody_asked_for_is_not_added(akissi: Browser) -> None:
    akissi.signs_in()
    page = akissi.client.post(f"{AT}/set-up", data={"kind": "passkey"})
    made_up = json.loads(options_on(page)) | {"challenge": "AAAA"}
    answer = SoftKey().makes(json.dumps(made_up))
    assert akissi.client.post(f"{AT}/passkey", data={"credential": answer, "name": "x"}).status_code == 422
    assert not akissi.is_in()


PARTY = RelyingParty("localhost", "http://localhost")
KEY = SoftKey()
ANSWERED: dict[str, str] = {
    "make": KEY.makes(creation_options(PARTY, person=b"1", login="a", name="A", known=[], challenge=b"c" * 32)),
    "use": KEY.signs(request_options(PARTY, known=[], challenge=b"c" * 32)),
}
KNOWN = made_key(PARTY, ANSWERED["make"], b"c" * 32)
assert KNOWN


def reads(answer: str) -> None:
    made_key(PARTY, answer, b"c" * 32)
    credential_id(answer)
    assert isinstance(KNOWN, KnownKey)
    signed_count(PARTY, answer, key=KNOWN, challenge=b"c" * 32)


def changed(kind: str, change: Callable[[dict[str, Any]], None]) -> str:
    answer = json.loads(ANSWERED[kind])
    change(answer)
    return json.dumps(answer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.binary(max_size=40).map(lambda b: b.hex()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(["make", "use"]), st.sampled_from(["id", "rawId", "type", "response"]), JSON)
def test_whatever_is_sent_in_place_of_a_part_is_refused_and_breaks_nothing(kind: str, part: str, value: Any) -> None:
    reads(changed(kind, lambda answer: answer.update({part: value})))


@given(
    st.sampled_from(["make", "use"]),
    st.sampled_from(["attestationObject", "clientDataJSON", "authenticatorData", "signature"]),
    st.binary(max_size=200) | st.binary(max_size=3).map(lambda some: b"\xa3cfmtdnonegattStmt\xa0hauthData" + some),
)
def test_whatever_bytes_are_sent_are_refused_and_break_nothing(kind: str, part: str, data: bytes) -> None:
    reads(changed(kind, lambda answer: answer["response"].update({part: text(data)})))


@given(st.sampled_from(["make", "use"]), st.integers(0, 150), st.integers(0, 255))
def test_one_byte_that_differs_is_refused_and_breaks_nothing(kind: str, at: int, byte: int) -> None:
    part = "attestationObject" if kind == "make" else "authenticatorData"

    def change(answer: dict[str, Any]) -> None:
        data = bytearray(base64.urlsafe_b64decode(answer["response"][part] + "=="))
        data[at % len(data)] = byte
        answer["response"][part] = text(bytes(data))

    reads(changed(kind, change))


@pytest.mark.parametrize("deep", [b"[" * 9000, b'{"a":' * 3000, b"\x81" * 9000, b"\xa1" * 9000, b"\xdb" + b"\x7f" * 20])
def test_what_is_nested_without_end_breaks_nothing(deep: bytes) -> None:
    for kind, part in (("make", "attestationObject"), ("make", "clientDataJSON"), ("use", "clientDataJSON")):
        answer = json.loads(ANSWERED[kind])
        answer["response"][part] = text(deep)
        reads(json.dumps(answer))


@pytest.mark.parametrize("answer", ["", "{", "null", "[]", "[" * 9000, '{"id": 1}', "x" * (LONGEST_ANSWER + 1)])
def test_what_is_no_answer_is_refused(answer: str) -> None:
    assert made_key(PARTY, answer, b"c") is None and credential_id(answer) is None
