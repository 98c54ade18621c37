"""Signing in with an account at an OpenID Connect provider: only who linked it, and their second factor all the same."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from feedback_app.app import create_app
from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import LinkedAccount, Person
from feedback_app.settings import SettingError, read_settings
from tests.http.desk import csrf
from tests.oidc_provider import CLIENT, SECRET, Provider, oidc_provider
from tests.people import PASSWORD, World
from tests.second_factors import Browser, Clock

START, LINK = "/desk/login/oidc", "/desk/linked-account"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with oidc_provider() as made:
        yield made


@pytest.fixture(autouse=True)
def honest(provider: Provider) -> None:
    """Each test begins with a provider that does not lie."""
    provider.account = {"sub": "akissi-1", "preferred_username": "akissi@lab.example"}
    provider.claims, provider.published, provider.sign, provider.redirects = {}, {}, None, False


@pytest.fixture
def server(app: EchoFlask, world: World, provider: Provider) -> Iterator[EchoFlask]:
    made = create_app(
        replace(
            app.extensions["echo_settings"],
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
        )
    )
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@dataclass
class Somebody:
    """A browser that goes to the provider and back."""

    client: FlaskClient

    def goes(self, start: str = START) -> TestResponse:
        """To the provider and back again: the page that sends the answer on."""
        there = self.client.get(start)
        assert there.status_code == 303, there.text
        return self.client.get(answered(there.headers["Location"]))

    def sends_on(self, page: TestResponse, **changes: str) -> TestResponse:
        action = re.findall(r'action="([^"]+)" data-send-now', page.text)[0]
        return self.client.post(action, data=fields(page) | changes)

    def links(self, proof: dict[str, str] | None = None) -> TestResponse:
        """On one's own page, after the password or a factor."""
        token = csrf(self.client.get(LINK).text)
        page = self.client.post(LINK, data={"csrf": token} | (proof or {"password": PASSWORD}))
        assert page.status_code == 200, page.text
        return self.sends_on(self.goes(html.unescape(re.findall(r'href="(/desk/login/oidc/go)"', page.text)[0])))

    def is_in(self) -> bool:
        return self.client.get("/desk/home").status_code == 200


def answered(address: str) -> str:
    """The address on our side to which the provider sends a browser back."""
    try:
        build_opener(_Stay).open(address, timeout=5)
    except OSError as redirected:
        back = urlsplit(redirected.headers["Location"])  # type: ignore[attr-defined]
        return f"{back.path}?{back.query}"
    raise AssertionError("the provider did not redirect")


def fields(page: TestResponse) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(csrf|code|state|iss)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def akissi(server: EchoFlask) -> Somebody:
    """She signed in by password."""
    made = Somebody(server.test_client())
    assert Browser(made.client, Clock()).signs_in().status_code == 303
    return made


@pytest.fixture
def visitor(server: EchoFlask) -> Somebody:
    return Somebody(server.test_client())


@pytest.mark.both_databases
def test_akissi_links_her_account_once_and_signs_in_with_it(akissi: Somebody, visitor: Somebody) -> None:
    assert "Aucun compte n’est lié" in akissi.client.get(LINK).text
    assert akissi.links().headers["Location"] == LINK
    assert "akissi@lab.example" in akissi.client.get(LINK).text
    entered = visitor.sends_on(visitor.goes(f"{START}?next=/desk/admin/people"))
    assert (entered.status_code, entered.headers["Location"]) == (303, "/desk/admin/people")
    assert visitor.is_in()


def test_the_sign_in_page_offers_it_and_without_the_setting_nothing_is_there(
    client: FlaskClient, visitor: Somebody, world: World
) -> None:
    assert "Se connecter avec 127.0.0.1" in visitor.client.get("/desk/login").text
    assert "Se connecter avec" not in client.get("/desk/login").text
    assert [client.get(at).status_code for at in (START, f"{START}/go")] == [404, 302]
    assert client.post(f"{START}/back").status_code == 404
    assert world.signed_in().get(LINK).status_code == 404


def test_the_provider_is_asked_with_pkce_state_and_nonce(visitor: Somebody) -> None:
    first, second = (parse_qs(urlsplit(visitor.client.get(START).headers["Location"]).query) for _ in range(2))
    assert first["code_challenge_method"] == ["S256"] and first["response_type"] == ["code"]
    assert first["redirect_uri"] == ["http://localhost/desk/login/oidc/back"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43 and first[name] != second[name]


def test_an_account_that_nobody_linked_makes_nobody(visitor: Somebody, server: EchoFlask) -> None:
    with server.app_context():
        before = db.session.scalars(select(Person.id)).all()
    refused = visitor.sends_on(visitor.goes())
    assert refused.status_code == 403 and "lié à personne" in refused.text
    with server.app_context():
        assert db.session.scalars(select(Person.id)).all() == before
    assert not visitor.is_in()


def test_who_has_a_second_factor_shows_it_after_the_provider_too(akissi: Somebody, visitor: Somebody) -> None:
    clock = Clock()
    app, _ = Browser(akissi.client, clock).adds_app()
    akissi.links({"otp": app.code(1)})
    asked = visitor.sends_on(visitor.goes())
    assert asked.status_code == 200 and 'name="otp"' in asked.text and not visitor.is_in()


def test_she_unlinks_it_and_may_link_another(akissi: Somebody, visitor: Somebody, provider: Provider) -> None:
    akissi.links()
    token = csrf(akissi.client.get(LINK).text)
    assert "Montrez que c’est vous" in akissi.client.post(f"{LINK}/confirm", data={"csrf": token}).text
    gone = akissi.client.post(LINK, data={"csrf": token, "password": PASSWORD})
    assert gone.headers["Location"] == LINK
    assert visitor.sends_on(visitor.goes()).status_code == 403
    provider.account = {"sub": "akissi-2"}
    assert akissi.links().headers["Location"] == LINK
    assert visitor.sends_on(visitor.goes()).status_code == 303


def test_resetting_her_factors_unlinks_the_account(akissi: Somebody, visitor: Somebody, world: World) -> None:
    from feedback_app.base import clock
    from feedback_app.base.db import transaction
    from feedback_app.enrol.second_factor import actions

    akissi.links()
    with akissi.client.application.app_context(), transaction() as session:
        actions.reset(session, world.coordinator, now=clock.now())
        assert session.scalars(select(LinkedAccount.revoked_at)).one() is not None
    assert visitor.sends_on(visitor.goes()).status_code == 403


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"FEEDBACK_OIDC_ISSUER": "http://provider.example", "FEEDBACK_OIDC_CLIENT_ID": "x"}, "https://"),
        ({"FEEDBACK_OIDC_ISSUER": "https://provider.example"}, "FEEDBACK_OIDC_CLIENT_ID"),
        ({"FEEDBACK_SECOND_FACTOR": "off"}, "required or optional"),
    ],
)
def test_a_setting_that_cannot_be_is_named(tmp_path: object, environ: dict[str, str], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        read_settings({"FEEDBACK_DATA": str(tmp_path)} | environ)
