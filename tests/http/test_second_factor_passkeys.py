"""Passkeys at the desk: they are made after the password, sign in, have names and a last use, and are removed with a
proof."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from feedback_app.app import create_app
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.second_factor.passkeys import RelyingParty, relying_party
from tests.http.desk import csrf
from tests.people import PASSWORD, World
from tests.second_factors import AT, LIST, Browser, Clock, codes_on, server, time
from tests.soft_passkey import SoftKey

__all__ = ["server", "time"]


@pytest.fixture
def akissi(server: EchoFlask, time: Clock) -> Browser:
    return Browser(server.test_client(), time)


def options_on(page: TestResponse) -> str:
    """What a page asks a passkey for."""
    found = re.search(r'data-options="([^"]+)"', page.text)
    assert found, page.text
    return html.unescape(found[1])


def sets_up(browser: Browser, key: SoftKey, name: str = "Téléphone") -> TestResponse:
    """Makes a passkey after the password."""
    browser.signs_in()
    page = browser.client.post(f"{AT}/set-up", data={"kind": "passkey"})
    return browser.client.post(f"{AT}/passkey", data={"credential": key.makes(options_on(page)), "name": name})


def enters(browser: Browser, key: SoftKey) -> TestResponse:
    """Signs in with it."""
    return browser.client.post(AT, data={"credential": key.signs(options_on(browser.signs_in()))})


@pytest.mark.both_databases
def test_akissi_makes_a_passkey_after_her_password_and_signs_in_with_it(akissi: Browser) -> None:
    key = SoftKey()
    done = sets_up(akissi, key)
    assert len(codes_on(done)) == 10 and akissi.is_in()
    assert "jamais" in akissi.client.get(LIST).text
    other = Browser(akissi.client.application.test_client(), akissi.clock)
    assert enters(other, key).status_code == 303 and other.is_in()
    page = other.client.get(LIST).text
    assert "Téléphone" in page and f'utilisation">{akissi.clock.now().date()}</td>' in page


def test_a_key_without_a_counter_signs_in_again_and_again(akissi: Browser) -> None:
    """Passkeys that are copied between somebody's own devices count nothing."""
    key = SoftKey()
    sets_up(akissi, key)
    for _ in range(2):
        key.count = -1
        assert enters(akissi, key).status_code == 303


def test_she_adds_one_for_her_computer_and_removes_that_of_a_phone_she_lost(akissi: Browser) -> None:
    phone, computer = SoftKey(), SoftKey()
    sets_up(akissi, phone, "Celui de l’an dernier")
    page = _asked(akissi, "passkey")
    made = akissi.confirms("passkey", {"credential": phone.signs(options_on(page))})
    form = {"csrf": csrf(made.text), "credential": computer.makes(options_on(made)), "name": "Ordinateur"}
    assert akissi.client.post(f"{LIST}/passkey", data=form).headers["Location"] == LIST
    listed = akissi.client.get(LIST).text
    factor = re.findall(r'name="factor" value="([^"]+)"', listed)[0]
    page = _asked(akissi, "remove", factor)
    assert akissi.confirms("remove", {"credential": computer.signs(options_on(page))}, factor=factor).status_code == 303
    assert "Celui de l’an dernier" in listed
    assert "Celui de l’an dernier" not in akissi.client.get(LIST).text
    assert enters(akissi, phone).status_code == 401
    assert enters(akissi, computer).status_code == 303


def _asked(browser: Browser, act: str, factor: str = "") -> TestResponse:
    token = csrf(browser.client.get(LIST).text)
    return browser.client.post(f"{LIST}/confirm", data={"csrf": token, "act": act, "factor": factor})


def test_the_page_asks_her_device_for_her_own_passkeys_alone_and_does_not_insist_on_a_pin(akissi: Browser) -> None:
    mine = SoftKey()
    sets_up(akissi, mine)
    asked = options_on(akissi.signs_in())
    assert '"userVerification": "preferred"' in asked and '"rpId": "localhost"' in asked
    assert asked.count('"type": "public-key"') == 1


def test_a_name_that_is_too_long_is_cut_and_none_is_a_number(akissi: Browser) -> None:
    sets_up(akissi, SoftKey(), name="é" * 200)
    assert "é" * 80 in akissi.client.get(LIST).text and "é" * 81 not in akissi.client.get(LIST).text


@pytest.mark.parametrize(
    ("address", "party"),
    [
        ("https://echo.example", RelyingParty("echo.example", "https://echo.example")),
        ("https://echo.example:8443", RelyingParty("echo.example", "https://echo.example:8443")),
        ("http://localhost:8000", RelyingParty("localhost", "http://localhost:8000")),
        ("http://echo.example", None),
        ("http://192.168.1.4:8000", None),
        ("https://[2001:db8::1]", None),
    ],
)
def test_passkeys_are_for_the_public_address_where_browsers_make_any(address: str, party: RelyingParty | None) -> None:
    assert relying_party(address) == party


def test_where_browsers_make_none_an_app_is_offered_alone(app: EchoFlask, world: World, time: Clock) -> None:
    bare = create_app(
        replace(app.extensions["echo_settings"], second_factor="required", public_url="http://192.168.1.4")
    )
    akissi = Browser(bare.test_client(), time)
    page = akissi.signs_in().text
    assert 'value="totp"' in page and 'value="passkey"' not in page
    akissi.sets_up()
    assert "À cette adresse" in akissi.client.get(LIST).text
    assert akissi.client.post(f"{AT}/set-up", data={"kind": "passkey", "password": PASSWORD}).status_code == 303
