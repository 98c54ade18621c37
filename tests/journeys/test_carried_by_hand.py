"""No network at all: Awa hands her records to Koffi as a file, and it does not matter who comes to the network first."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.journeys import server
from tests.journeys.badlink import BadLink
from tests.journeys.browser import open_phone
from tests.journeys.lab import entries
from tests.journeys.surveyor import EMOTION, NEED, PLACE, a_photo, enrolled, show, speak


@pytest.fixture
def koffis_link(running: server.RunningServer) -> BadLink:
    return BadLink(running.port)


def test_awas_file_reaches_the_lab_by_koffis_phone_and_her_own_phone_changes_nothing(
    browsers: Playwright, running: server.RunningServer, link: BadLink, koffis_link: BadLink, tmp_path: Path
) -> None:
    hers = open_phone(browsers, tmp_path / "awa")
    his = open_phone(browsers, tmp_path / "koffi")
    try:
        before = entries(running)
        awa = enrolled(hers.pages[0], running, link, "Awa")
        koffi = enrolled(his.pages[0], running, koffis_link, "Koffi")
        link.cut()
        koffis_link.cut()

        # Neither has signal. She records a need with a voice and a photo, and an emotion, and makes a file of them.
        awa.record("Besoin", PLACE, NEED | {"recit": speak(1.2), "photo": show(a_photo(tmp_path))})
        awa.record("Émotion", PLACE, EMOTION)
        awa.page.evaluate("location.hash = '#/hand'")
        awa.page.get_by_role("button", name="Faire le fichier").click()
        expect(awa.page.get_by_text("Le fichier est prêt")).to_be_visible()
        with awa.page.expect_download() as coming:
            awa.page.get_by_role("button", name="Enregistrer").click()
        file = tmp_path / coming.value.suggested_filename
        coming.value.save_as(file)
        assert file.suffix == ".echo"
        assert b"la pompe" not in file.read_bytes()
        assert awa.outbox() == (2, 0)

        # Koffi takes it, still without signal; then he comes to where there is one.
        koffi.page.evaluate("location.hash = '#/hand'")
        koffi.page.locator("input[type=file]").set_input_files(file)
        expect(koffi.page.get_by_text("Attend du réseau")).to_be_visible()
        koffis_link.link.down = False
        koffi.sync()
        koffi.page.evaluate("location.hash = '#/hand'")
        expect(koffi.page.get_by_text("Arrivé : 2 fiches")).to_be_visible(timeout=30_000)
        assert entries(running) == before + 2

        # Her own phone comes home last. Nothing is there twice, and now it says so.
        link.link.down = False
        awa.sync()
        assert entries(running) == before + 2
        assert awa.outbox()[0] == 0
    finally:
        hers.close()
        his.close()
        koffis_link.stop()
