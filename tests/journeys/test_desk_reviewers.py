"""Adjoua and Akissi clear one queue: from two browsers at once, by the keyboard alone, and by ear alone."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.lab import ANSWERS, hand_over, invited, signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import until
from tests.sounds import sound

MANY = 50


def mine(running: RunningServer, author: str) -> str:
    """The list of what this person recorded, as it waits."""
    return f"{running.url}/desk/?q={quote(author)}"


def open_first(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#catch-up")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("L’eau · La pompe est en panne")


def decided(running: RunningServer, records: list[str]) -> dict[str, list[str]]:
    """By record, the decisions on it, in order."""
    wanted = {record.replace("-", "") for record in records}
    asked = "select record_id, action from review_decision order by at"
    with sqlite3.connect(f"file:{running.data / 'echo.db'}?mode=ro", uri=True) as database:
        made = [(record, action) for record, action in database.execute(asked) if record in wanted]
    return {record: [action for other, action in made if other == record] for record in wanted}


def press_and_go_on(page: Page, key: str) -> None:
    """Decides by a key, and waits for what comes next: another record, or the list where nothing is left."""
    here = page.url
    page.keyboard.press(key)
    expect(page).not_to_have_url(here)


def has_it(page: Page) -> AbstractContextManager[object]:
    """Until the server knows that this person has a record before them: from then on the others are led past it."""
    return page.expect_response(lambda answer: answer.url.endswith("/reading"))


def is_at_a_record(page: Page) -> bool:
    return "/desk/records/" in page.url


def test_adjoua_decides_fifty_in_a_row_without_touching_the_mouse(
    running: RunningServer, desktop: BrowserContext
) -> None:
    author, records = hand_over(running, *[ANSWERS | {"texte": f"La pompe {n} est en panne"} for n in range(MANY)])
    page = signed_in(desktop, running)
    open_first(page, mine(running, author))
    for turn in range(MANY):
        assert is_at_a_record(page), turn
        if turn % 10 == 5:  # a trial, not to be counted
            page.keyboard.press("r")
            page.keyboard.type("Un essai")
            expect(page.locator("#reason-reject")).to_have_value("test_record")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            press_and_go_on(page, "Enter")
        else:
            press_and_go_on(page, "a")
    assert not is_at_a_record(page)
    expect(page.locator("a[data-row]")).to_have_count(0)
    made = decided(running, records)
    assert sorted(actions for actions in made.values()) == [["accept"]] * 45 + [["reject"]] * 5


def test_two_reviewers_at_once_never_decide_about_the_same_record(
    running: RunningServer, desktop: BrowserContext
) -> None:
    author, records = hand_over(running, *[ANSWERS | {"texte": f"La pompe {n} est en panne"} for n in range(9)])
    adjoua, akissi = signed_in(desktop, running), invited(desktop, running, "Akissi")
    with has_it(adjoua):
        open_first(adjoua, mine(running, author))
    open_first(akissi, mine(running, author))
    expect(akissi.get_by_text("vient d’ouvrir cette fiche")).to_be_visible()
    adjoua.get_by_role("button", name="Je m’en occupe").click()
    expect(adjoua.get_by_text("Vous vous en occupez jusqu’à")).to_be_visible()
    akissi.reload()
    expect(akissi.get_by_text("s’occupe de cette fiche")).to_be_visible()
    expect(akissi.get_by_role("button", name="Accepter")).to_have_count(0)
    with has_it(akissi):
        press_and_go_on(akissi, "j")
    while is_at_a_record(adjoua) or is_at_a_record(akissi):
        for page in (adjoua, akissi):
            if is_at_a_record(page):
                press_and_go_on(page, "a")
                page.wait_for_load_state("networkidle")
                assert page.get_by_role("alert").all_inner_texts() == []
    made = decided(running, records)
    assert sorted(made.values()) == [["accept"]] * 8 + [["take", "accept"]]


def test_adjoua_clears_three_voices_without_a_word_written_by_ear_and_keys_alone(
    running: RunningServer, desktop: BrowserContext
) -> None:
    spoken = {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "gravite": "grave"}
    voices = [(sound(2 + n), "audio/webm", "voix") for n in range(3)]
    author, records = hand_over(running, spoken, spoken, spoken, media=voices)
    page = signed_in(desktop, running)
    open_first(page, mine(running, author))
    for turn in range(3):
        page.locator(".voice.drawn").wait_for()
        page.keyboard.press("p")
        until(page, "document.querySelector('.voice audio').currentTime > 0.1")
        page.keyboard.press("t")
        expect(page.get_by_label("Langue parlée")).to_be_focused()
        page.keyboard.type("Dioula")
        page.keyboard.press("Tab")
        page.keyboard.type(f"ji pɔnpu tiɲɛna {turn}")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".heard blockquote")).to_have_text(f"ji pɔnpu tiɲɛna {turn}")
        press_and_go_on(page, "a")
    assert sorted(decided(running, records).values()) == [["accept"]] * 3
