"""The road, end to end: what Awa records without signal reaches the portfolio, whatever happens on the way."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, expect

from tests.journeys.badlink import BadLink
from tests.journeys.killable import KillableBrowser
from tests.journeys.lab import decide, entries, signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import EMOTION, FEEDBACK, NEED, PLACE, Surveyor, a_photo, choose, show, speak, write

SHOWN = "CI230307"  # the sub-prefecture that Bouata is shown at


def portfolio(running: RunningServer) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{running.url}/api/v1/portfolio?programme=demo") as answer:
        answers: dict[str, list[dict[str, Any]]] = json.load(answer)
    return answers["needs"]


def test_what_awa_records_without_signal_reaches_the_portfolio(
    killable: KillableBrowser, desktop: BrowserContext, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    address = f"{link.origin}/app/"
    before = entries(running)

    # Awa enrols while there is signal; then there is none.
    awa = Surveyor(killable.open())
    awa.enrol(f"{address}#enrol={running.enrolment_code()}")
    awa.wait_until_offline_ready()
    link.cut()

    # She records three things. Then the phone dies.
    need = awa.record(
        "Besoin",
        PLACE,
        NEED | {"recit": speak(2.5), "photo": show(a_photo(tmp_path)), "souhait": write("Une deuxième pompe")},
    )
    emotion = awa.record("Émotion", PLACE, EMOTION | {"pourquoi": write("On espère")})
    feedback = awa.record("Retour", PLACE, FEEDBACK | {"parole": write("La pompe marche")})
    assert awa.outbox() == (3, 0)
    killable.kill()

    # Still without signal, everything is there.
    awa = Surveyor(killable.open())
    awa.come_back(address)
    assert awa.outbox() == (3, 0)

    # A slow link comes back, and loses the first answer after the server has committed.
    link.link.lose_answers_to = b"POST /api/v1/exchange"
    link.link.kbps, link.link.latency, link.link.down = 400, 0.05, False
    awa.sync()
    assert link.link.lost == 1, "the answer was to be lost, or this test proves nothing"
    assert entries(running) == before + 3
    running.cli("jobs", "run", "images")

    # Adjoua listens, looks, accepts two and asks back on one.
    desk = signed_in(desktop, running)
    file = f"{running.url}/desk/records/demo/"
    desk.goto(file + need)
    expect(desk.locator("audio")).to_have_count(1)
    photo = desk.locator("main img[src*='/desk/media/']").first
    expect(photo).to_be_visible()
    # What came up is small enough to travel, and does not say where or by what it was taken.
    with Image.open(max(running.photos(), key=lambda file: file.stat().st_mtime)) as received:
        assert (max(received.size), dict(received.getexif())) == (1600, {})
    assert desk.evaluate("image => image.complete && image.naturalWidth > 0", photo.element_handle())
    decide(desk, file + emotion, "accept")
    decide(desk, file + feedback, "accept")
    decide(desk, file + need, "ask", reason="unclear", message="Depuis quand la pompe est-elle en panne ?")

    # The phone shows the statuses; the question is answered without signal.
    awa.sync()
    awa.page.evaluate("location.hash = '#/outbox'")
    awa.page.evaluate(f"location.hash = '#/record/{emotion}'")
    expect(awa.page.locator(".chain li:not(.later)", has_text="Accept")).to_be_visible()
    link.cut()
    awa.page.evaluate(f"location.hash = '#/record/{need}'")
    expect(awa.page.locator("main")).to_contain_text("Depuis quand la pompe est-elle en panne ?")
    awa.page.get_by_role("button", name="Répondre").click()
    again = awa.go_through({"reply": write("Depuis la saison sèche"), "depuis": choose("mois"), "place": choose(PLACE)})
    assert again == need
    assert awa.outbox()[0] == 1

    # With signal the answer goes up as the next revision; Adjoua accepts it.
    link.link.down = False
    awa.sync()
    assert entries(running) == before + 4
    desk.goto(file + need)
    expect(desk.locator("main")).to_contain_text("Depuis la saison sèche")
    decide(desk, file + need, "accept")

    # The portfolio shows the need, where it may be shown: the sub-prefecture, not the village.
    running.cli("jobs", "run", "portfolio")
    shown = [one["place"]["code"] for one in portfolio(running) if one["domain"]["code"] == "eau"]
    assert SHOWN in shown and PLACE not in json.dumps(portfolio(running))
