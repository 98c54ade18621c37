"""Two people say the same: Adjoua joins their records from what is shown as alike, and takes them apart again."""

from __future__ import annotations

import uuid

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.axe import violations
from tests.journeys.browser import PHONE
from tests.journeys.lab import ANSWERS, hand_over, signed_in
from tests.journeys.server import RunningServer


def record(page: Page, running: RunningServer, name: str) -> None:
    page.goto(f"{running.url}/desk/records/demo/{name}")


def press(desk: Page, button: Locator) -> None:
    """Presses a button that decides, and waits until the server has answered."""
    with desk.expect_response(lambda answer: "/decision" in answer.url and answer.request.method == "POST"):
        button.click()


def test_adjoua_joins_two_records_and_takes_them_apart_again(running: RunningServer, desktop: BrowserContext) -> None:
    quarter = uuid.uuid4().hex[:8]
    first = f"La pompe du quartier {quarter} est en panne depuis trois mois, les femmes vont au marigot"
    (stays,) = hand_over(running, ANSWERS | {"texte": first}).records
    (joins,) = hand_over(running, ANSWERS | {"texte": first.lower().replace("trois", "3") + "."}).records
    desk = signed_in(desktop, running)
    desk.goto(f"{running.url}/desk/?q={quarter}")
    expect(desk.locator("a[data-row]")).to_have_count(2)

    record(desk, running, joins)
    alike = desk.get_by_role("region", name="Fiches qui se ressemblent")
    expect(alike).to_contain_text(quarter)
    alike.locator("summary").first.click()
    assert violations(desk) == []
    desk.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(desk, alike.get_by_role("button", name="Une autre personne : deux voix"))

    record(desk, running, joins)
    expect(desk.get_by_text("Cette fiche est réunie avec")).to_be_visible()
    assert violations(desk) == []
    record(desk, running, stays)
    expect(desk.get_by_text("une voix de plus")).to_be_visible()
    desk.goto(f"{running.url}/desk/?q={quarter}")
    expect(desk.locator("a[data-row]")).to_have_count(1)

    record(desk, running, joins)
    press(desk, desk.get_by_role("button", name="Séparer").first)
    record(desk, running, joins)
    expect(desk.get_by_text("Cette fiche est réunie avec")).to_have_count(0)
    record(desk, running, stays)
    expect(desk.get_by_text("une voix de plus")).to_have_count(0)
    desk.goto(f"{running.url}/desk/?q={quarter}")
    expect(desk.locator("a[data-row]")).to_have_count(2)
