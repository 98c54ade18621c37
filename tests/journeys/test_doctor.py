"""Yao has set up a server behind a proxy and asks from outside what is wrong: in plain words, each with the line to add."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from feedback_app.selfcheck import token
from feedback_app.selfcheck.probe import Finding
from feedback_app.selfcheck.slow_requests import SlowPhone
from feedback_app.settings import read_settings
from tests.journeys import proxies
from tests.journeys.server import PROGRAM
from tests.journeys.test_proxies import Behind, behind


def ask(there: Behind, url: str, *words: str, **more: str) -> tuple[int, str]:
    env = there.running.environment | more
    done = subprocess.run(
        [PROGRAM, "doctor", url, *words], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr


def fell_silent(there: Behind, seconds: float) -> list[Finding]:
    settings = read_settings(there.running.environment)
    phone = SlowPhone(
        there.url, {token.HEADER: token.make_token(settings.secret_key, time.time())}, proxies.trusting(), seconds
    )
    return list(phone.examine())


@pytest.mark.parametrize("way", ["nginx", "caddy"])
def test_behind_our_files_all_is_well(way: str, tmp_path: Path) -> None:
    with behind(way, tmp_path) as there:
        status, output = ask(there, there.url, "--any-certificate")
        assert (status, "BAD" in output) == (0, False), output
        assert "a body of 20 MB arrives" in output and "FEEDBACK_PROXIES is 1" in output
        status, output = ask(there, there.url)
        assert status == 1 and "do not trust the certificate" in output
        status, output = ask(there, there.url, "--any-certificate", FEEDBACK_PROXIES="2")
        assert status == 1 and "set it to 1" in output
        status, output = ask(there, there.url, "--any-certificate", FEEDBACK_SECRET_KEY="another")
        assert status == 1 and "on the server's machine" in output
        assert all(one.well for one in fell_silent(there, 1))


def test_behind_a_bare_proxy_each_fault_is_named_with_the_line_to_add(tmp_path: Path) -> None:
    with behind("bare", tmp_path) as there:
        status, output = ask(there, there.url)
        assert status == 1 and "proxy_set_header Host $host" in output, output
        status, output = ask(there, f"{there.url}/echo")
        assert status == 1 and "name or port of its own" in output
        status, output = ask(there, "http://127.0.0.1:9")
        assert status == 1 and "cannot be reached" in output


def test_a_body_that_the_proxy_refuses_is_named_with_its_size(tmp_path: Path) -> None:
    with behind("bare named", tmp_path) as there:
        status, output = ask(there, there.url)
        assert status == 1 and "a body of 2 MB is refused (413)" in output and "client_max_body_size" in output, output
        assert "a body of 256 KB arrives" in output and "no X-Forwarded-For comes" not in output


def test_a_proxy_that_gives_up_on_slow_phones_is_named_with_its_time_outs(tmp_path: Path) -> None:
    with behind("bare impatient", tmp_path) as there:
        found = fell_silent(there, 2)
    for one, what in zip(found, ("client_body_timeout", "proxy_read_timeout", "send_timeout"), strict=True):
        assert not one.well and what in one.words, one.words
