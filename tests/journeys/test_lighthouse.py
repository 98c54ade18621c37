"""Lighthouse on the phone app's first screens: what it says of them each time alike. Its speed is `./run bench lighthouse`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.journeys.killable import KillableBrowser
from tests.journeys.lighthouse_run import READING, STEADY, audit, packages
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import Surveyor
from tests.packages import NotReachable

LEAST = 95

pytestmark = pytest.mark.proof


@pytest.fixture
def phone(browsers: Playwright, tmp_path: Path) -> Iterator[KillableBrowser]:
    try:
        packages()
    except NotReachable as why:
        pytest.skip(f"Lighthouse was NOT asked, it could not be fetched: {why}")
    made = KillableBrowser(browsers, tmp_path / "profile")
    yield made
    made.close()


def test_the_first_screens_are_accessible_follow_best_practices_and_install(
    phone: KillableBrowser, running: RunningServer
) -> None:
    address = f"{running.url}/app/"
    awa = Surveyor(phone.open())
    enrolment = audit(phone.port, address, STEADY)
    assert min(enrolment.scores.values()) >= LEAST, enrolment
    awa.enrol(f"{address}#enrol={running.enrolment_code(person='Awa')}")
    awa.wait_until_offline_ready()
    reopened = audit(phone.port, address, STEADY)
    assert min(reopened.scores.values()) >= LEAST, reopened
    assert set(reopened.scores) == set(STEADY)


@pytest.mark.parametrize("address", ["/", "/besoins", "/carte", "/lieu/CI", "/methode", "/participer", "/recherche"])
def test_a_public_page_is_quick_accessible_and_found(
    phone: KillableBrowser, running: RunningServer, address: str
) -> None:
    phone.open()
    verdict = audit(phone.port, running.url + address, READING)
    assert min(verdict.scores.values()) >= LEAST, verdict
