"""Adjoua has a day's records before her: twelve and more on her screen, and on a phone nothing that is cut off."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.journeys.browser import PHONE
from tests.journeys.lab import ANSWERS, hand_over, signed_in
from tests.journeys.server import RunningServer

WHOLLY_SEEN = """[...document.querySelectorAll('a[data-row]')]
  .filter((one) => one.closest('tr').getBoundingClientRect().bottom <= innerHeight).length"""


def send_many(running: RunningServer, count: int) -> str:
    """A phone hands over needs of all severities, with voices; returns its owner, by whom they are found."""
    words = "La pompe est en panne depuis la saison sèche, et les femmes marchent deux heures jusqu’au marigot."
    author, _ = hand_over(
        running, *[ANSWERS | {"texte": words, "gravite": ("vital", "grave", "gene")[n % 3]} for n in range(count)]
    )
    return author


def open_list(page: Page, address: str) -> None:
    """Opens a list, and waits until it shows all that has come in."""
    page.goto(address)
    expect(page.locator("#catch-up")).to_have_count(0)


def seen(page: Page) -> int:
    expect(page.locator("a[data-row]").nth(12)).to_be_attached()
    return int(page.evaluate(WHOLLY_SEEN))


def test_adjoua_sees_twelve_records_at_once_and_on_her_phone_each_on_a_few_lines(
    running: RunningServer, desktop: BrowserContext
) -> None:
    author = send_many(running, 16)
    page = signed_in(desktop, running)
    open_list(page, f"{running.url}/desk/?q={quote(author)}")
    assert seen(page) >= 12
    assert violations(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = page.eval_on_selector_all("a[data-row]", "all => all.map((one) => one.closest('tr').offsetHeight)")
    assert max(heights) <= 90
    assert violations(page) == []


def test_adjoua_learns_the_keys_and_walks_the_list_by_the_arrows(
    running: RunningServer, desktop: BrowserContext
) -> None:
    send_many(running, 3)
    page = signed_in(desktop, running)
    open_list(page, f"{running.url}/desk/?order=newest")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Touches du clavier")
    expect(help_).to_contain_text("ouvrir la fiche")
    assert violations(page) == []
    page.keyboard.press("j")  # the help is open: the list stays
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    second = page.locator("a[data-row]").nth(1)
    expect(second).to_be_focused()
    title = second.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.keyboard.press("f")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relecture")
    page.keyboard.press("f")
    expect(page.locator("#author")).to_be_focused()


def test_on_a_phone_the_menu_shows_where_adjoua_is(running: RunningServer, desktop: BrowserContext) -> None:
    page = signed_in(desktop, running)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for address, menu in (("/desk/admin/server", ".top nav"), ("/desk/?tab=all", ".tabs")):
        page.goto(running.url + address)
        box = page.locator(f"{menu} [aria-current=page]").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"], address
