"""Every public page as somebody with an old phone opens it: without a script, few bytes, nothing wider than the screen,
and nothing that stops who reads by ear or by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import server
from tests.journeys.axe import violations
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.server import RunningServer
from tests.journeys.test_first_load import Meter

MOST_BYTES = 60_000
ENTRIES = ("/", "/besoins", "/carte", "/carte?quoi=annonce", "/ressenti", "/replies", "/bourse", "/rse", "/rse/cadre", "/rse/besoins",
           "/suivi", "/recherche", "/recherche?q=eau", "/recherche?q=zzz", "/participer", "/methode", "/vos-droits", "/lieu/CI")  # fmt: skip
ONE_OF_EACH = (
    "/lieu/",
    "/region/",
    "/portfolio/",
    "/theme/",
    "/solutions/",
    "/bourse/",
    "/rse/actions/",
    "/rse/organisations/",
)
"""Of pages that there are many of, the first that another page leads to is looked at."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the made-up records of the demo."""
    made = server.start(tmp_path_factory.mktemp("public"))
    made.cli("demo", "fill", "--share", "40", seconds=300)
    yield made
    made.stop()


def addresses(page: Page, base: str) -> list[str]:
    """The pages that there are one of, and one of each that there are many of."""
    found = dict.fromkeys(ENTRIES)
    for entry in ENTRIES:
        page.goto(base + entry)
        links: list[str] = page.eval_on_selector_all("a[href^='/']", "all => all.map(one => one.getAttribute('href'))")
        for kind in ONE_OF_EACH:
            if not any(one.startswith(kind) for one in found if one not in ENTRIES):
                found |= dict.fromkeys(
                    [link for link in links if link.startswith(kind) and link.count("/") == kind.count("/")][:1]
                )
    return list(found)


def test_every_public_page_is_light_fits_an_old_phone_and_can_be_read_by_everyone(
    chrome: Browser, filled: RunningServer
) -> None:
    first = chrome.new_context(locale="fr-FR")
    pages = addresses(first.new_page(), filled.url)
    first.close()
    assert {
        one for kind in ("/lieu/", "/region/", "/bourse/", "/rse/actions/") for one in pages if one.startswith(kind)
    }
    for n, address in enumerate(pages):
        scheme, lang = ("light", "fr-FR") if n % 2 else ("dark", "en-GB")
        context = chrome.new_context(viewport=PHONE, color_scheme=scheme, locale=lang)  # type: ignore[arg-type]
        page = context.new_page()
        meter = Meter().on(context.new_cdp_session(page))
        answer = page.goto(filled.url + address, wait_until="networkidle")
        assert answer is not None and answer.ok, address
        assert sum(meter.bytes.values()) <= MOST_BYTES, f"{address}\n{meter.table()}"
        assert violations(page) == [], address
        scripts = page.eval_on_selector_all("script[src]", "all => all.map(one => one.src)")
        assert scripts == [] or address == "/suivi", f"{address} needs no script"
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is too wide"
        context.close()
