"""Yao starts the server with an address or a number that cannot be: a sentence and a status, no traceback, no server."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.journeys.server import PROGRAM


@pytest.mark.parametrize(
    ("words", "environ", "says"),
    [
        (("serve", "--public-url", "https://exemple.invalid/echo"), {}, "name or port of its own"),
        (("serve",), {"FEEDBACK_PUBLIC_URL": "https://exemple.invalid/echo/"}, "name or port of its own"),
        (("doctor",), {"FEEDBACK_PUBLIC_URL": "echo.example"}, "https://echo.example"),
        (("serve",), {"FEEDBACK_PROXIES": "yes"}, "number of proxies"),
        (("serve",), {"FEEDBACK_SECURITY_CONTACT": "mailto:a@b.ci\nExpires: never"}, "begin with mailto:"),
    ],
)
def test_it_is_refused_with_what_to_write(
    words: tuple[str, ...], environ: dict[str, str], says: str, tmp_path: Path
) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith("FEEDBACK_")} | {"FEEDBACK_DATA": str(tmp_path)}
    done = subprocess.run([PROGRAM, *words], env=env | environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert says in done.stderr and "Traceback" not in done.stderr
    assert "enrol=" not in done.stdout
