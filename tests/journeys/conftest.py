"""Real browsers, a real server, and a link between them that can be bad."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.journeys import server
from tests.journeys.badlink import BadLink
from tests.journeys.browser import DESKTOP, FLAGS, PHONE, chromium, open_phone
from tests.journeys.demo_phone import served
from tests.journeys.killable import KillableBrowser
from tests.journeys.lab import send_needs


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in Path(str(item.fspath)).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.RunningServer]:
    """One server with the demo programme for all journeys; each enrols its own people."""
    started = server.start(tmp_path_factory.mktemp("server"))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def sent(running: server.RunningServer) -> dict[str, str]:
    """What Awa's phone has sent to the desk."""
    return send_needs(running)


@pytest.fixture
def link(running: server.RunningServer) -> Iterator[BadLink]:
    made = BadLink(running.port)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def browsers() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def handset(browsers: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """A phone in somebody's hand; what it keeps is on a disk of its own."""
    made = open_phone(browsers, tmp_path / "handset")
    yield made
    made.close()


@pytest.fixture
def killable(browsers: Playwright, tmp_path: Path) -> Iterator[KillableBrowser]:
    """A phone whose battery can die."""
    made = KillableBrowser(browsers, tmp_path / "killable")
    yield made
    made.close()


@pytest.fixture
def desktop(browsers: Playwright) -> Iterator[BrowserContext]:
    """A reviewer's browser."""
    browser = browsers.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
    context = browser.new_context(viewport=DESKTOP, locale="fr-FR")  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    yield context
    browser.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the phone's screens over the demo port."""
    with served(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="module")
def chrome(browsers: Playwright) -> Iterator[Browser]:
    """A browser for a file's tests, with a microphone and a camera that are played."""
    started = browsers.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
    yield started
    started.close()


@pytest.fixture
def phone(chrome: Browser) -> Iterator[Page]:
    """A page as large as a phone; no script on it may fail."""
    context = chrome.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    context.set_default_timeout(8_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
