"""Adjoua goes from record to record by a key: the next is there at once, and read only when she opens it."""

from __future__ import annotations

import sqlite3
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Request, expect

from tests.journeys.lab import ANSWERS, decide, hand_over, invited, signed_in
from tests.journeys.server import RunningServer

WORDS = [f"Le puits numéro {n} est sec depuis deux semaines." for n in (1, 2, 3)]


@pytest.fixture
def mine(running: RunningServer) -> str:
    """The list of three needs that somebody's phone has handed over."""
    author, _ = hand_over(running, *[ANSWERS | {"texte": words} for words in WORDS])
    return f"{running.url}/desk/?q={quote(author)}"


def readings(running: RunningServer) -> int:
    with sqlite3.connect(f"file:{running.data / 'echo.db'}?mode=ro", uri=True) as database:
        return int(database.execute("select count(*) from review_reading").fetchone()[0])


def is_ahead(one: Request) -> bool:
    return "echo-ahead" in one.headers


def test_the_next_record_is_shown_without_another_page_and_read_only_then(
    running: RunningServer, desktop: BrowserContext, mine: str
) -> None:
    page = signed_in(desktop, running)
    page.goto(mine)
    expect(page.locator("a[data-row]")).to_have_count(3)
    with page.expect_request_finished(is_ahead):
        page.locator("a[data-row]").first.click()
    words = page.locator("dd.words", has_text="Le puits numéro")
    first, before = words.inner_text(), readings(running)
    pages: list[str] = []
    page.on("request", lambda one: pages.append(one.url) if one.method == "GET" and not is_ahead(one) else None)
    page.wait_for_timeout(300)
    assert readings(running) == before
    address = page.url
    with page.expect_response(lambda one: one.url.endswith("/reading")) as sent:
        page.keyboard.press("j")
        expect(words).not_to_have_text(first)
    assert sent.value.status == 204 and readings(running) == before + 1
    assert [one for one in pages if "/desk/records/" in one] == [] and page.url != address
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    second = words.inner_text()
    page.go_back()
    expect(words).to_have_text(first)
    page.keyboard.press("j")
    expect(words).to_have_text(second)


def test_what_another_decided_meanwhile_is_shown_as_it_is(
    running: RunningServer, desktop: BrowserContext, mine: str
) -> None:
    page, other = signed_in(desktop, running), invited(desktop, running, "Fanta")
    page.goto(mine)
    with page.expect_request_finished(is_ahead):
        page.locator("a[data-row]").first.click()
    following = page.locator("a[data-ahead]").get_attribute("href")
    assert following
    decide(other, running.url + following, "accept")
    with page.expect_response(lambda one: one.url.endswith("/reading")) as sent:
        page.keyboard.press("j")
    assert sent.value.status == 409
    expect(page.locator("main .badge", has_text="Accepté").first).to_be_visible()
    expect(page.get_by_role("button", name="Accepter")).to_have_count(0)
