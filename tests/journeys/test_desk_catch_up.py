"""What came in while nobody looked is shown at the desk by itself, and never over what a reviewer is writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.build import entry
from tests.journeys import server
from tests.journeys.lab import ANSWERS, post, signed_in
from tests.journeys.server import RunningServer


@pytest.fixture
def without_jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server on which nothing catches up but what a page asks for."""
    started = server.start(tmp_path_factory.mktemp("without jobs"), environment={"FEEDBACK_JOBS": "off"})
    yield started
    started.stop()


class Awa:
    """Her phone, as the server sees it."""

    def __init__(self, running: RunningServer) -> None:
        device = {"name": "Téléphone d’Awa", "platform": "Android 10", "app_version": "1"}
        enrolled = post(running, "/api/v1/enrol", {"code": running.enrolment_code(), "device": device})
        self.running, self.token, scope = running, enrolled["token"], enrolled["scope"]
        self.own = {"programme": scope["programme"], "place": scope["place"], "author": enrolled["person"]["id"]}

    def send(self, words: str, **changes: Any) -> str:
        made = entry(answers=ANSWERS | {"texte": words}, **self.own, **changes)
        asked = {"nonce": "n", "clock": "2026-11-23T00:00:00Z", "cursor": None, "entries": [made]}
        post(self.running, "/api/v1/exchange", asked, self.token)
        return str(made["id"])


def delayed(page: Page, address: str) -> list[Route]:
    """The POSTs of this address, which wait until they are let go."""
    waiting: list[Route] = []
    page.route(address, lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    return waiting


def test_new_records_are_shown_by_themselves_but_not_over_words_that_are_being_written(
    without_jobs: RunningServer, desktop: BrowserContext
) -> None:
    awa, page = Awa(without_jobs), signed_in(desktop, without_jobs)
    record = awa.send("La pompe est en panne")
    page.goto(f"{without_jobs.url}/desk/")
    with page.expect_response(lambda answer: answer.url.endswith("/reading")) as noted:
        page.locator(f"#row-{record}").click()
    assert noted.value.status == 204

    awa.send("La pompe est réparée", id=record, rev=2)
    waiting = delayed(page, f"**/desk/records/**/{record}*")
    page.reload()
    expect(page.get_by_role("button", name="Afficher")).to_be_visible()
    page.locator("details[data-key=q] summary").first.click()
    page.locator("textarea[name=message]").first.fill("Depuis quand ?")
    with page.expect_response(lambda answer: answer.request.method == "GET" and record in answer.url):
        waiting[0].continue_()
    expect(page.locator("textarea[name=message]").first).to_have_value("Depuis quand ?")
    expect(page.locator("input[name=rev_seen]").first).to_have_value("1")

    page.get_by_role("button", name="Afficher").click()
    page.wait_for_function("() => document.querySelector('form[data-sent]')")
    while len(waiting) < 2:
        page.wait_for_timeout(20)
    waiting[1].continue_()
    expect(page.locator("input[name=rev_seen]").first).to_have_value("2")
    expect(page.locator("#catch-up")).to_have_count(0)


def test_the_help_stays_open_when_new_records_are_in(without_jobs: RunningServer, desktop: BrowserContext) -> None:
    awa, page = Awa(without_jobs), signed_in(desktop, without_jobs)
    record = awa.send("La pompe est en panne")
    waiting = delayed(page, "**/desk/")
    page.goto(f"{without_jobs.url}/desk/")
    expect(page.get_by_role("button", name="Afficher")).to_be_visible()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Touches du clavier")
    expect(help_).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "GET" and answer.url.endswith("/desk/")):
        waiting[0].continue_()
    page.keyboard.press("j")
    expect(help_).to_be_visible()

    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_function("() => document.querySelector('form[data-sent]')")
    while len(waiting) < 2:
        page.wait_for_timeout(20)
    waiting[1].continue_()
    expect(page.locator(f"#row-{record}")).to_be_visible()
