"""Every public page as somebody with an old phone opens it: without a script, few bytes, nothing wider than the screen,
and nothing that stops who reads by ear or by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import server
from tests.journeys.axe import violations
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.public_addresses import PROJECT, SOLUTION, THEME, addresses, one_of
from tests.journeys.server import RunningServer
from tests.journeys.test_first_load import Meter

MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the made-up records of the demo."""
    made = server.start(tmp_path_factory.mktemp("public"))
    made.cli("demo", "fill", "--share", "40", seconds=300)
    yield made
    made.stop()


def test_every_public_page_is_light_fits_an_old_phone_and_can_be_read_by_everyone(
    chrome: Browser, filled: RunningServer
) -> None:
    first = chrome.new_context(locale="fr-FR")
    pages = addresses(first.new_page(), filled.url)
    first.close()
    for n, address in enumerate(pages):
        scheme, lang = ("light", "fr-FR") if n % 2 else ("dark", "en-GB")
        context = chrome.new_context(viewport=PHONE, color_scheme=scheme, locale=lang)  # type: ignore[arg-type]
        page = context.new_page()
        meter = Meter().on(context.new_cdp_session(page))
        answer = page.goto(filled.url + address, wait_until="networkidle")
        assert answer is not None and answer.ok, address
        assert sum(meter.bytes.values()) <= MOST_BYTES, f"{address}\n{meter.table()}"
        scripts = page.eval_on_selector_all("script[src]", "all => all.map(one => one.src)")
        assert scripts == [] or address == "/suivi", f"{address} needs no script"
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is too wide"
            assert violations(page) == [], f"{address} at {size}"
        context.close()


def test_a_theme_and_a_solution_are_read_where_scripts_are_off(chrome: Browser, filled: RunningServer) -> None:
    first = chrome.new_context(locale="fr-FR")
    pages = addresses(first.new_page(), filled.url)
    first.close()
    context = chrome.new_context(viewport=PHONE, java_script_enabled=False, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    for kind in (THEME, SOLUTION, PROJECT):
        page.goto(filled.url + (one_of(kind, pages) or ""))
        heading = page.locator("h1")
        expect(heading).to_be_visible()
        expect(heading).not_to_be_empty()
        assert len(page.locator("main").inner_text()) > 400, kind
    context.close()
