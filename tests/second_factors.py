"""Akissi coordinates, Adjoua reviews; their second factors, and browsers that sign in with them."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.second_factor.totp import step_at
from tests.http.desk import csrf
from tests.people import PASSWORD, World

AT = "/desk/login/factor"
LIST = "/desk/second-factor"


def requiring(app: EchoFlask) -> EchoFlask:
    """The same server, where roles that must have a second factor must have one."""
    return create_app(replace(app.extensions["echo_settings"], second_factor="required"))


@dataclass
class Clock:
    """The server's clock, and that of the phone beside it."""

    ahead: dt.timedelta = dt.timedelta(0)
    real: dt.datetime = field(default_factory=clock.now)

    def now(self) -> dt.datetime:
        return self.real + self.ahead

    def passes(self, **time: float) -> None:
        self.ahead += dt.timedelta(**time)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that tests move."""
    made = Clock()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def server(app: EchoFlask, world: World) -> Iterator[EchoFlask]:
    """The server where a second factor is required."""
    made = requiring(app)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@dataclass
class App:
    """Somebody's app of codes."""

    secret: str
    clock: Clock

    def code(self, by: int = 0) -> str:
        """What it shows; `by` steps before or after."""
        return pyotp.TOTP(self.secret).generate_otp(step_at(self.clock.now()) + by)


@dataclass
class Browser:
    """A browser of somebody who knows a password."""

    client: FlaskClient
    clock: Clock
    login: str = "akissi"

    def signs_in(self, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.client.post("/desk/login", data={"login": self.login, "password": password, **more})

    def types(self, code: str, **more: str) -> TestResponse:
        return self.client.post(AT, data={"otp": code, **more})

    def recovers(self, code: str) -> TestResponse:
        return self.client.post(AT, data={"recovery": code})

    def is_in(self) -> bool:
        return self.client.get("/desk/home").status_code == 200

    def sets_up(self, at: str = AT) -> tuple[App, list[str]]:
        """Sets an app up after the password, where one must have one. Returns it and the recovery codes."""
        assert "kind" in self.signs_in().text
        page = self.client.post(f"{at}/set-up", data={"kind": "totp"})
        app = App(secret_on(page), self.clock)
        done = self.client.post(f"{at}/totp", data={"sealed": field_of(page, "sealed"), "otp": app.code()})
        assert done.status_code == 200, done.text
        return app, codes_on(done)

    def confirms(self, act: str, proof: dict[str, str], factor: str = "") -> TestResponse:
        """Changes something on one's own page, with a proof."""
        token = csrf(self.client.get(LIST).text)
        return self.client.post(LIST, data={"csrf": token, "act": act, "factor": factor} | proof)

    def adds_app(self, proof: dict[str, str] | None = None) -> tuple[App, TestResponse]:
        """Sets an app up on one's own page."""
        page = self.confirms("totp", proof or {"password": PASSWORD})
        assert page.status_code == 200, page.text
        app = App(secret_on(page), self.clock)
        form = {"csrf": csrf(page.text), "sealed": field_of(page, "sealed"), "otp": app.code()}
        return app, self.client.post(f"{LIST}/totp", data=form)


def secret_on(page: TestResponse) -> str:
    """The app's secret that a page shows to be typed by hand."""
    found = re.search(r"data-secret>([A-Z2-7 ]+)<", page.text)
    assert found, page.text
    return found[1].replace(" ", "")


def field_of(page: TestResponse, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return html.unescape(found[1])


def codes_on(page: TestResponse) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r'<li><span class="code">([A-Z0-9-]+)</span>', page.text)
