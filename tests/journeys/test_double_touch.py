"""A second touch never falls through to the next screen: every control of every screen is touched twice, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import PHONE
from tests.journeys.demo_phone import open_at
from tests.journeys.surveyor import SCREEN_IS_DRAWN, until
from tests.journeys.test_phone_screens import agree, fill_need, go_on, stops

CONTROLS = "button, a[href], label.tile, label.face, label.press"
AGAIN_MS = 650
"""So long the app takes no second touch of one spot."""
MARK = """(controls) => [...document.querySelectorAll(controls)].filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width && height && !one.disabled && !one.matches('[data-counts] *') && !one.querySelector('[type=file]');
  }).map((one, at) => (one.dataset.nth = at, (one.className + ' ' + (one.closest('footer, header, ul, .tiles, .doors, .keys') || {}).className)
    + ' ' + ((one.ariaLabel || one.innerText).length > 0)))"""
"""Numbers the controls of the screen; of those that look the same the first is tried."""
WATCH = """() => {
  window.seen = [];
  const look = () => { const now = (document.querySelector('h1') || {}).innerText;
    if (now !== undefined && window.seen[window.seen.length - 1] !== now) window.seen.push(now); };
  look();
  new MutationObserver(look).observe(document.getElementById('app'), { childList: true, subtree: true, characterData: true });
}"""
MADE = "() => window.app.drafts.all.value.length + window.app.records.all.value.length"


@contextmanager
def finger(chrome: Browser) -> Iterator[Page]:
    context = chrome.new_context(viewport=PHONE, locale="fr-FR", has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


def touch_twice(page: Page, selector: str, gap: int) -> None:
    """Two touches of a finger at one spot, so many milliseconds apart."""
    page.locator(selector).last.scroll_into_view_if_needed()
    box = page.locator(selector).last.bounding_box()
    assert box
    spot = (box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 40))
    page.touchscreen.tap(*spot)
    page.wait_for_timeout(gap)
    page.touchscreen.tap(*spot)


def settle(page: Page) -> None:
    """Until the last screen takes touches again, and nothing moves any more."""
    page.wait_for_timeout(120)
    if "#/" in page.url:
        until(page, SCREEN_IS_DRAWN, seconds=5)
    else:  # the steps of enrolling have one address
        page.wait_for_timeout(AGAIN_MS)


def screens_after(page: Page, selector: str, gap: int, *, leads: bool = True) -> tuple[list[str], int]:
    """The screens that two touches lead through, and how many drafts and records they made."""
    page.evaluate(WATCH)
    before = page.evaluate(MADE)
    touch_twice(page, selector, gap)
    if leads:
        until(page, "window.seen.length > 1", seconds=8)
    settle(page)
    return page.evaluate("seen"), page.evaluate(MADE) - before


@pytest.mark.parametrize("gap", [0, 40, 150, 300, 450])
def test_two_touches_of_next_pass_one_screen(chrome: Browser, demo: str, gap: int) -> None:
    with finger(chrome) as page:
        at_a_question(page, demo)
        seen, _ = screens_after(page, "footer.foot button", gap)
        assert len(seen) == 2, seen


def at_a_question(page: Page, demo: str, **changes: Any) -> None:
    """Awa is at the first question about a need, and has answered; the next may be skipped."""
    open_at(page, demo, **changes)
    page.locator(".door", has_text="Émotion").click()
    page.locator(".search + p + .stack .tile").first.click()
    for _ in range(3):
        page.wait_for_timeout(AGAIN_MS + 50)
        page.locator(".foot button").last.click()
        page.wait_for_timeout(100)
        page.locator("label.tile:has(input:is([value='25_34'], [value=femme], [value=vie]))").click()
    page.wait_for_timeout(AGAIN_MS + 50)


def test_without_the_guard_the_second_touch_would_fall_through(chrome: Browser, demo: str) -> None:
    with finger(chrome) as page:
        at_a_question(page, demo, unguarded=True)
        seen, _ = screens_after(page, "footer.foot button", 150)
        assert len(seen) == 3, seen


def test_touching_finish_twice_shows_the_code_of_the_record(chrome: Browser, demo: str) -> None:
    with finger(chrome) as page:
        fill_need(page, demo)
        page.wait_for_timeout(AGAIN_MS + 50)
        go_on(page)
        agree(page)
        page.wait_for_timeout(AGAIN_MS + 50)
        seen, _ = screens_after(page, ".foot button", 60)
        assert "#/done/" in page.url, seen
        assert page.evaluate("app.records.all.value.filter((one) => one.id === 'd1').length") == 1


def test_a_double_click_and_a_repeating_key_pass_one_screen(chrome: Browser, demo: str) -> None:
    with finger(chrome) as page:
        at_a_question(page, demo)
        page.evaluate(WATCH)
        page.locator(".foot button").last.dblclick(delay=20)
        settle(page)
        assert len(page.evaluate("seen")) == 2
        page.wait_for_timeout(AGAIN_MS + 50)
        page.evaluate(WATCH)
        page.locator(".foot button").last.focus()
        for _ in range(6):  # the first goes down, the others are its repeats
            page.keyboard.down("Enter")
        page.keyboard.up("Enter")
        settle(page)
        assert len(page.evaluate("seen")) == 2


def test_every_tap_of_the_pin_and_of_a_counter_counts(chrome: Browser, demo: str) -> None:
    with finger(chrome) as page:
        open_at(page, demo, enrolled=False, profiles=[json.loads(LOCKED)])
        for digit in "112233":
            page.locator(".keys .key", has_text=digit).tap()
        assert page.locator("input[name=pin]").input_value() == "112233"
        open_at(page, demo, "#/follow", enrolled=True)
        for digit in "0077":
            page.locator(".pad .press", has_text=digit).tap()
        assert page.locator("input").first.input_value().replace(" ", "") == "0077"


LOCKED = '{"id": "a", "picture": "signe-soleil", "openAt": 0, "unsent": 0, "oldestUnsentAt": null, "unsafe": 0, "drafts": 0, "media": 0}'


def test_awa_ticks_neighbouring_tiles_as_quickly_as_she_can(chrome: Browser, demo: str) -> None:
    with finger(chrome) as page:
        open_at(page, demo)
        page.locator(".door", has_text="Besoin").click()
        page.wait_for_timeout(AGAIN_MS + 50)
        page.evaluate("location.hash = location.hash.replace('/place', '/q/qui')")
        page.locator("label.tile").nth(2).wait_for()
        for at in range(3):
            page.locator("label.tile").nth(at).tap()
        assert page.locator("label.tile.on").count() == 3


INSIDE = ("enrol", "sign", "pin", "lock", "locked", "lost")
"""Steps without an address of their own: they are touched in the test below."""
FORMS = ("Besoin", "Émotion", "Retour")
KEEP = """() => { const { drafts, records, people, settings } = app;
  const signals = [drafts.all, records.all, people.here, people.enrolment, people.profiles, settings.language];
  window.kept = signals.map((one) => [one, one.value]);
  window.keptAt = location.hash; }"""
BACK = """() => { for (const [one, value] of window.kept) one.value = value; location.hash = window.keptAt; }"""


def test_no_control_of_any_screen_leads_past_the_next_one(chrome: Browser, demo: str) -> None:
    with finger(chrome) as page:
        wrong: dict[str, list[str]] = {}
        tried: set[str] = set()

        def next_twice(page: Page) -> None:
            before = page.url
            seen, _ = screens_after(page, ".foot .press", 120, leads=False)
            if len(seen) > 2:
                wrong[f"next at {before}"] = seen
            if page.url != before:
                tried.add(f"next {before}")
            else:  # this screen was just come back to, and took the first touch for an echo as well
                go_on(page)

        for stop in stops(page, demo, forward=next_twice):
            for control, look in new_controls(page, stop, tried):
                if seen := fallen_through(page, control):
                    wrong[f"{stop}: {look}"] = seen
        assert wrong == {}
        assert len(tried) > 45, f"only {len(tried)} controls were touched"


def new_controls(page: Page, stop: str, tried: set[str]) -> list[tuple[int, str]]:
    """Number and look of the controls that were not tried on a screen of this kind."""
    screen = "question" if stop.startswith(FORMS) else stop
    found = []
    for number, look in enumerate(page.evaluate(MARK, CONTROLS)):
        if (name := f"{screen} {look}") not in tried and stop not in INSIDE:
            tried.add(name)
            found.append((number, look))
    return found


def fallen_through(page: Page, control: int) -> list[str]:
    """Touches a control of this screen twice, and comes back; the screens when there were more than one further, or what
    was made when it was more than one."""
    page.evaluate(KEEP)
    page.evaluate(MARK, CONTROLS)
    seen, made = screens_after(page, f"[data-nth='{control}']", 120, leads=False)
    page.evaluate(BACK)
    settle(page)
    return seen if len(seen) > 2 or made > 1 else []


def test_enrolling_and_unlocking_take_one_touch_a_step(chrome: Browser, demo: str) -> None:
    with finger(chrome) as page:
        open_at(page, demo, "#enrol=AB", enrolled=False)
        for button in (".press.main", ".press.sign"):
            seen, _ = screens_after(page, f"main {button}", 120)
            assert len(seen) == 2, seen
            page.wait_for_timeout(AGAIN_MS + 50)
        open_at(page, demo, enrolled=False, profiles=[json.loads(LOCKED), json.loads(LOCKED) | {"id": "b"}])
        for button in (".press.sign >> nth=0", "button.link"):
            seen, _ = screens_after(page, f"main {button}", 120)
            assert len(seen) == 2, seen
            page.wait_for_timeout(AGAIN_MS + 50)
