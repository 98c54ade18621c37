"""A phone that is full: it says so before a picture is taken, and what it holds can still be carried out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.badlink import BadLink
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import EMOTION, NEED, PLACE, a_photo, choose, enrolled, write
from tests.journeys.test_browser_faults import leave_room


@pytest.mark.timeout(240)
def test_a_full_phone_warns_starts_no_photo_and_hands_over_all_that_it_holds(
    handset: BrowserContext,
    running: RunningServer,
    link: BadLink,
    tmp_path: Path,
) -> None:
    awa = enrolled(handset.pages[0], running, link)
    page = awa.page
    link.cut()
    for sentence in ("On espère", "On attend"):
        awa.record("Émotion", PLACE, EMOTION | {"pourquoi": write(sentence)})
    awa.home()
    page.locator(".door", has_text="Besoin").click()
    awa.go_to("photo", {"place": choose(PLACE), **NEED})
    browser = handset.new_cdp_session(page)
    leave_room(page, browser, 0)
    page.locator("input[type=file]").last.set_input_files(a_photo(tmp_path, noise=True))
    expect(page.get_by_text("Plus de place pour une photo")).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)
    expect(page.locator("input[type=file]")).to_have_count(0)
    assert awa.outbox() == (2, 0)
    expect(page.get_by_text("Presque plus de place")).to_be_visible()

    page.evaluate("location.hash = '#/hand'")
    page.get_by_role("button", name="Faire le fichier").click()
    expect(page.get_by_text("Le fichier est prêt")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Enregistrer").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    output = running.cli("bundle", "read", str(file))
    assert "entries 2   media 0   damaged 0" in output
    assert awa.outbox() == (2, 0), "what was handed over stays until it is in a safe place"

    leave_room(page, browser, None)
    page.evaluate("history.back()")
    awa.home()
    page.get_by_role("button", name="Envoyer et recevoir").click()
    expect(page.get_by_text("Presque plus de place")).to_be_hidden(timeout=20_000)
