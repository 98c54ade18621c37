"""Somebody would come in by a provider as Akissi: with a token of another, an answer that was planted or stolen, an account
linked behind her back, a provider that is another."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select, update

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.sealing import Sealer
from feedback_app.enrol import linked_account_store as store
from feedback_app.enrol.oidc import actions
from feedback_app.enrol.oidc.flow import new_flow, open_flow, seal_flow
from feedback_app.enrol.oidc.id_token import Account
from feedback_app.enrol.tables import LinkedAccount, Person
from feedback_app.safe.access_store import access, write
from tests.http.desk import csrf
from tests.http.test_oidc import (
    LINK,
    START,
    Somebody,
    akissi,
    answered,
    fields,
    honest,
    provider,
    server,
    visitor,
)
from tests.oidc_provider import Provider
from tests.people import PASSWORD, World

FIXTURES = (akissi, honest, provider, server, visitor)

NOW = int(time.time())
CLAIMS: tuple[dict[str, Any], ...] = (
    {"aud": "another client"},
    {"aud": ["echo", "another"]},
    {"aud": ["echo", "another"], "azp": "another"},
    {"azp": "another"},
    {"iss": "https://evil.example"},
    {"nonce": "of another sign-in"},
    {"nonce": None},
    {"exp": NOW - 3600},
    {"exp": None},
    {"iat": None},
    {"aud": None},
    {"sub": None},
    {"sub": ""},
    {"sub": 7},
    {"sub": "x" * 300},
)


@pytest.mark.parametrize("claims", CLAIMS, ids=" ".join)  # the values have the time in them
def test_a_token_that_is_not_for_us_for_this_sign_in_or_for_now_signs_nobody_in(
    akissi: Somebody, visitor: Somebody, provider: Provider, claims: dict[str, Any]
) -> None:
    akissi.links()
    provider.claims = claims
    assert visitor.sends_on(visitor.goes()).status_code == 502
    assert not visitor.is_in()


def unsigned(_: Provider, claims: dict[str, Any]) -> str:
    head, body = (text(json.dumps(part).encode()) for part in ({"alg": "none"}, claims))
    return f"{head}.{body}."


def by_another_key(_: Provider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, RSAKey.generate_key(2048, {"kid": "1"}))


def by_the_public_key_as_a_secret(provider: Provider, claims: dict[str, Any]) -> str:
    head, body = (text(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "1"}, claims))
    secret = provider.key.as_pem(private=False)
    return f"{head}.{body}." + text(hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest())


def by_a_secret_that_is_published(_: Provider, claims: dict[str, Any]) -> str:
    head, body = (text(json.dumps(part).encode()) for part in ({"alg": "HS256"}, claims))
    return f"{head}.{body}." + text(hmac.new(bytes(3), f"{head}.{body}".encode(), hashlib.sha256).digest())


def changed(provider: Provider, claims: dict[str, Any]) -> str:
    head, _, signature = jwt.encode({"alg": "RS256", "kid": "1"}, claims | {"sub": "x"}, provider.key).split(".")
    return f"{head}.{text(json.dumps(claims).encode())}.{signature}"


def nothing(_: Provider, _claims: dict[str, Any]) -> str:
    return "a.b"


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize(
    "forge",
    [unsigned, by_another_key, by_the_public_key_as_a_secret, by_a_secret_that_is_published, changed, nothing],
)
def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(
    akissi: Somebody, visitor: Somebody, provider: Provider, forge: Callable[[Provider, dict[str, Any]], str]
) -> None:
    akissi.links()
    provider.sign = lambda claims: forge(provider, claims)
    assert visitor.sends_on(visitor.goes()).status_code == 502
    assert not visitor.is_in()


def test_an_answer_that_was_planted_in_her_browser_signs_her_in_as_nobody(
    akissi: Somebody, visitor: Somebody, server: EchoFlask
) -> None:
    """Login CSRF: the answer to a flow of the attacker's browser."""
    akissi.links()
    attackers = visitor.goes()
    victim = Somebody(server.test_client())
    assert victim.sends_on(attackers).status_code == 502, "it began nothing"
    victim.client.get(START)
    assert victim.sends_on(attackers).status_code == 502, "it began another"
    assert not victim.is_in()


def test_a_code_that_was_stolen_on_its_way_is_of_no_use_elsewhere_and_good_once(
    akissi: Somebody, visitor: Somebody, server: EchoFlask
) -> None:
    akissi.links()
    stolen = fields(visitor.goes())
    thief = Somebody(server.test_client())
    page = thief.goes()
    assert thief.sends_on(page, code=stolen["code"]).status_code == 502, "its verifier is in the other browser"
    assert visitor.sends_on(visitor.goes()).status_code == 303
    again = visitor.goes()
    assert visitor.sends_on(again).status_code == 303 and visitor.sends_on(again).status_code == 502


def test_an_answer_of_another_provider_is_refused(akissi: Somebody, visitor: Somebody) -> None:
    akissi.links()
    assert visitor.sends_on(visitor.goes(), iss="https://evil.example").status_code == 502


def test_a_flow_is_over_after_ten_minutes_and_cannot_be_made_up(server: EchoFlask) -> None:
    now, sealer = clock.now(), Sealer("only for tests")
    flow = new_flow(wanted="/desk/", now=now)
    opened = open_flow(seal_flow(flow, sealer), sealer)
    assert opened == flow and opened.fits(flow.state, now)
    assert not opened.fits(flow.state, now.replace(year=now.year + 1)) and not opened.fits("x", now)
    assert open_flow(seal_flow(flow, Sealer("another server's")), sealer) is None and open_flow("x", sealer) is None


@pytest.mark.parametrize(
    "published",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_provider_that_is_another_or_answers_in_the_clear_is_not_asked(
    visitor: Somebody, provider: Provider, published: dict[str, Any]
) -> None:
    provider.published = published
    answer = visitor.client.get(START)
    assert answer.status_code == 502 and "n’a pas marché" in answer.text
    assert "evil" not in answer.text and "passwd" not in answer.text


def test_a_provider_that_redirects_or_is_gone_is_not_followed(visitor: Somebody, provider: Provider) -> None:
    provider.redirects = True
    assert visitor.client.get(START).status_code == 502


def test_nobody_links_an_account_behind_her_back(akissi: Somebody, visitor: Somebody, server: EchoFlask) -> None:
    """A flow that somebody else began, or that was begun to sign in, links nothing in her session; and hers begins only
    with her password or factor, by a form of her own page."""
    page = visitor.goes()
    form = fields(page) | {"csrf": csrf(akissi.client.get(LINK).text)}
    assert akissi.client.post(f"{LINK}/back", data=form).status_code == 502
    own = fields(akissi.goes()) | {"csrf": form["csrf"]}
    assert akissi.client.post(f"{LINK}/back", data=own).status_code == 502, "begun to sign in"
    for proof in ({}, {"password": "faux"}):
        assert akissi.client.post(LINK, data={"csrf": form["csrf"]} | proof).status_code == 401
    assert akissi.client.post(LINK, data={"password": PASSWORD}).status_code == 403
    with server.app_context():
        assert db.session.scalars(select(LinkedAccount)).all() == []


def test_a_flow_begun_to_link_signs_nobody_in_and_links_in_no_later_session(
    akissi: Somebody, server: EchoFlask
) -> None:
    token = csrf(akissi.client.get(LINK).text)
    page = akissi.client.post(LINK, data={"csrf": token, "password": PASSWORD})
    assert re.search(r'href="/desk/login/oidc/go"', page.text)
    answer = fields(akissi.client.get(answered(akissi.client.get(f"{START}/go").headers["Location"])))
    assert akissi.client.post(f"{START}/back", data=answer).status_code == 502
    assert akissi.client.post("/desk/logout", data={"csrf": token}).status_code == 303
    assert akissi.client.post(f"{LINK}/back", data=answer).status_code == 401


def test_an_account_is_one_person_s_and_a_person_has_one(
    akissi: Somebody, server: EchoFlask, world: World, provider: Provider
) -> None:
    akissi.links()
    adjoua = Somebody(server.test_client())
    adjoua.client.post("/desk/login", data={"login": "adjoua", "password": PASSWORD})
    assert adjoua.links().headers["Location"] == f"{LINK}?taken"
    with server.app_context(), transaction() as session:
        other = Account(provider.issuer, "another", "x")
        assert not actions.link(session, world.coordinator, other, now=clock.now())
        assert actions.link(session, world.adjoua, other, now=clock.now())
        elsewhere = Account("https://other.example", "akissi-1", "x")
        assert actions.sign_in(session, elsewhere, now=clock.now()) is None, "a subject is its provider's own"


def test_somebody_who_left_does_not_come_back_by_the_provider(
    akissi: Somebody, visitor: Somebody, server: EchoFlask
) -> None:
    akissi.links()
    with server.app_context(), transaction() as session:
        session.execute(update(Person).where(Person.login == "akissi").values(active=False))
    assert visitor.sends_on(visitor.goes()).status_code == 403


@pytest.mark.both_databases
def test_a_backup_from_before_links_nothing_that_was_unlinked(
    akissi: Somebody, server: EchoFlask, world: World, provider: Provider
) -> None:
    akissi.links()
    with server.app_context(), transaction() as session:
        before = access(session)
        store.unlink_all(session, world.coordinator, clock.now())
        assert actions.link(session, world.adjoua, Account(provider.issuer, "akissi-1", "x"), now=clock.now())
        noted = access(session)
    with server.app_context(), transaction() as session:
        session.query(LinkedAccount).delete()
        write(session, before)
        write(session, noted)
        assert store.account_of(session, world.coordinator, provider.issuer) is None
        assert session.scalars(select(LinkedAccount.person_id).where(LinkedAccount.revoked_at.is_(None))).all() == [
            world.adjoua
        ]
