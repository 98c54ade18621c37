"""Ange looks for servers with known holes. She learns no program and no version; whoever found a hole learns whom to write to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from feedback_app.app import create_app
from feedback_app.base.http import EchoFlask
from feedback_app.settings import Settings
from tests.conftest import settings_on
from tests.edge.live import rest_of, serving
from tools.dependencies import locked

NAMES = re.compile(
    rb"(?i)gunicorn|werkzeug|flask|httptools|sqlalchemy|sqlite|psycopg|python|x-powered-by|\r\n(server|via):"
)
ASKED = {
    "a page": b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "an address that is none": b"GET /xx HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "the API": b"POST /api/v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    "no request": b"nonsense\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a head that is too long": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    "a method that is none": b"BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a body that is too long": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
}


@pytest.mark.parametrize("request_of", ASKED)
def test_no_answer_names_a_program_or_its_version(request_of: str, app: EchoFlask) -> None:
    with serving(app) as live, live.link(ASKED[request_of]) as link:
        answer = rest_of(link)
    head = answer.split(b"\r\n\r\n")[0]
    assert answer.startswith(b"HTTP/1.1 ")
    assert not NAMES.search(head + b"\r\n" if answer.startswith(b"HTTP/1.1 200") else answer)
    versions = {one.version.encode() for one in locked("build") if one.version.count(".") == 2}
    assert not [one for one in versions if one in head]


def test_an_answer_that_names_one_would_be_noticed() -> None:
    assert NAMES.search(b"HTTP/1.1 200 OK\r\nServer: something\r\n")


def security_txt(contact: str, folder: Path) -> tuple[int, str]:
    settings: Settings = replace(settings_on(folder, f"sqlite:///{folder / 'echo.db'}"), security_contact=contact)
    answer = create_app(settings).test_client().get("/.well-known/security.txt")
    return answer.status_code, answer.text


def test_whoever_found_a_hole_learns_whom_to_write_to(tmp_path: Path) -> None:
    status, text = security_txt("mailto:securite@echo.example", tmp_path)
    assert status == 200
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:securite@echo.example"
    assert dt.datetime.fromisoformat(fields["Expires"]) > dt.datetime.now(dt.UTC) + dt.timedelta(days=100)


def test_no_contact_is_made_up(tmp_path: Path) -> None:
    assert security_txt("", tmp_path)[0] == 404
