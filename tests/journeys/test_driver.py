"""The driver of other browsers, when a browser goes wrong: it says so soon, and leaves nothing running."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.driven import DrivenPhone
from tests.node import NODE

OTHER = Path(__file__).parent / "other"


def a_browser(folder: Path, how: str) -> Path:
    """A program that goes wrong in this way; its process number is in `folder / "number"` then."""
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\nexec "{NODE}" "{OTHER / "fake.mjs"}" "{how}" "{folder / "number"}" "$@"\n')
    program.chmod(0o755)
    return program


def runs(number: int) -> bool:
    """Whether this process is there and has not ended."""
    stat = Path(f"/proc/{number}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize(
    ("how", "why"),
    [("lets go", "let go of the line"), ("is deaf", "ws://127.0.0.1:1"), ("ends", "never printed")],
)
def test_mariam_hears_at_once_that_her_browser_went_wrong_and_it_is_gone(how: str, why: str, tmp_path: Path) -> None:
    phone = DrivenPhone(OTHER / "drive.mjs", "firefox", a_browser(tmp_path, how), tmp_path / "profile")
    phone.patience = 20
    try:
        with pytest.raises(AssertionError, match=why):
            phone.does("open", "http://127.0.0.1:9/")
        assert not runs(int((tmp_path / "number").read_text()))
        assert phone.does("kill") is None, "what has ended is no reason to wait"
    finally:
        phone.close()


def test_a_browser_that_is_not_there_is_reported_as_silent(tmp_path: Path) -> None:
    phone = DrivenPhone(OTHER / "drive.mjs", "firefox", tmp_path / "nothing", tmp_path / "profile")
    phone.patience = 20
    try:
        with pytest.raises(AssertionError, match="never printed"):
            phone.does("open", "http://127.0.0.1:9/")
    finally:
        phone.close()


def test_a_driver_that_does_not_answer_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    silent = tmp_path / "silent.mjs"
    silent.write_text("process.stdin.resume().on('end', () => process.exit());")
    phone = DrivenPhone(silent)
    phone.patience = 0.5
    try:
        with pytest.raises(AssertionError, match="sync: no answer"):
            phone.does("sync")
    finally:
        phone.close()
