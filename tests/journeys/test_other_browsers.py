"""The phone half of the road in browsers that are not Chromium: Firefox ESR, and WebKit (GTK's), whose kin is Safari.

Neither sends in the background: what goes goes while the app is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.badlink import BadLink
from tests.journeys.driven import DrivenPhone
from tests.journeys.lab import entries
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import a_photo
from tests.journeys.test_old_phones import EMOTION, NEED
from tools.boot import OTHER_BROWSERS, other_browser

# Its photo is small: WebKit's inspector hears at most 128 kB at once.
DRIVER = Path(__file__).parent / "other" / "drive.mjs"
# WebKitGTK's browser asks a person for the microphone, with nobody there to say yes.
WRITTEN: dict[str, list[Any]] = {key: act for key, act in NEED.items() if key != "recit"} | {
    "recit": ["write", "La pompe est en panne"]
}
BROWSERS = {"firefox": ("firefox", NEED), "webkit": ("AppleWebKit", WRITTEN)}
"""What each calls itself, and what Mariam can record in it."""


@pytest.fixture(params=list(BROWSERS))
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def phone(which: str, tmp_path: Path) -> Iterator[DrivenPhone]:
    program = other_browser(which)
    if program is None:
        pytest.skip(f"{which} was NOT tried, it is not installed: apt-get install {' '.join(OTHER_BROWSERS[which])}")
    made = DrivenPhone(DRIVER, which, program, tmp_path / "profile")
    yield made
    made.close()


@pytest.mark.timeout(240)  # a browser starts twice, and each wait in it may take up to 40 s on a busy machine
def test_mariam_s_phone_keeps_two_records_through_a_kill_and_hands_them_over(
    which: str, phone: DrivenPhone, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    name, need = BROWSERS[which]
    address = f"{link.origin}/app/"
    before = entries(running)

    assert name in phone.does("open", f"{address}#enrol={running.enrolment_code(person='Mariam')}")
    phone.does("enrol")
    link.cut()

    phone.does("record", "Besoin", need | {"photo": ["show", str(a_photo(tmp_path, size=(900, 600)))]})
    phone.does("record", "Émotion", EMOTION)
    assert phone.does("outbox") == [2, 0, 0]
    phone.does("kill")

    phone.does("open", address)
    phone.does("unlock")
    assert phone.does("outbox") == [2, 0, 0]

    link.link.down = False
    phone.does("sync")
    assert entries(running) == before + 2
