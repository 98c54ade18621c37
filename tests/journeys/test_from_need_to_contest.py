"""Yao's company sees a need, matches a project, promises and pays; the village contests it on its phone, and the rate of
done milestones moves."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import server
from tests.journeys.axe import violations
from tests.journeys.badlink import BadLink
from tests.journeys.lab import ANSWERS, decide, hand_over, invited, signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import PLACE, SCREEN_IS_DRAWN, enrolled, until

TITLE, HOLDER = f"Deux pompes neuves {uuid.uuid4().hex[:6]}", f"Comité d’eau {uuid.uuid4().hex[:6]}"
DAYS_AGO = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=2)
STAGES = ("La première pompe donne de l’eau", "La deuxième pompe donne de l’eau", "Deux réparateurs formés",
          "La caisse est ouverte", "Les comptes sont affichés")  # fmt: skip


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of its own: no other answer comes to the village meanwhile."""
    made = server.start(tmp_path_factory.mktemp("contest"))
    yield made
    made.stop()


def today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def accept_a_need(adjoua: Page, running: RunningServer) -> None:
    """Mariam says that the pump is broken; Adjoua accepts it, and it comes into the portfolio."""
    (record,) = hand_over(running, ANSWERS).records
    adjoua.goto(f"{running.url}/desk/")
    decide(adjoua, f"{running.url}/desk/records/demo/{record}", "accept", reason="clear")
    running.cli("jobs", "run", "portfolio")


def propose_project(page: Page, running: RunningServer) -> None:
    """Adjoua writes a project with five milestones, and proposes it."""
    page.goto(f"{running.url}/desk/bourse/demo/new")
    page.locator("#title").fill(TITLE)
    page.locator("#holder").fill(HOLDER)
    page.locator("#summary").fill("Deux pompes, deux réparateurs, une caisse.")
    page.locator("#sector").select_option("water")
    page.locator("#places").fill(PLACE)
    page.locator("#contact").fill("0102030405")
    page.locator("#budget0").fill("Pompes")
    page.locator("#budget0_amount").fill("6 000 000")
    for n in range(3):
        write_milestone(page, n)
    page.locator('button[value="draft"]').click()
    page.get_by_role("link", name="Modifier").click()
    for n in (3, 4):
        write_milestone(page, n)
    assert violations(page) == []
    page.locator('button[value="propose"]').click()
    expect(page.get_by_text("une autre personne va relire")).to_be_visible()


def write_milestone(page: Page, n: int) -> None:
    page.locator(f"#milestone{n}").fill(STAGES[n])
    page.locator(f"#milestone{n}_due").fill(DAYS_AGO.isoformat())
    page.locator(f"#milestone{n}_evidence").fill("Le comité l’a vu")


def open_project(page: Page, running: RunningServer) -> None:
    page.goto(f"{running.url}/desk/bourse/?programme=demo")
    page.get_by_role("link", name=TITLE).click()


def write_offer(yao: Page, running: RunningServer) -> None:
    """Yao says what his company offers, and reads what matches and why."""
    yao.goto(f"{running.url}/desk/partner/?programme=demo")
    yao.get_by_role("link", name="Vos offres").click()
    yao.get_by_role("link", name="Écrire une offre").click()
    yao.get_by_label("Votre offre en quelques mots").fill("De l’eau pour un village")
    yao.get_by_label("Argent").check()
    yao.get_by_label("Eau et assainissement").check()
    yao.get_by_label("Où (un lieu par ligne)").fill(PLACE)
    yao.get_by_label("Au plus, en FCFA").fill("8 000 000")
    assert violations(yao) == []
    yao.get_by_role("button", name="Enregistrer l’offre").click()
    heard = yao.get_by_role("region", name="Besoins entendus")
    expect(heard.get_by_text(re.compile(r"\d voix")).first).to_be_visible()
    project = yao.get_by_role("region", name="Projets qui correspondent").locator("li.card", has_text=TITLE)
    expect(project.get_by_text("100 sur 100")).to_be_visible()
    expect(project.get_by_text(re.compile("Dans vos lieux")).first).to_be_visible()
    assert violations(yao) == []
    project.get_by_role("button", name="Ce projet nous intéresse").click()
    expect(yao.get_by_text("C’est noté.")).to_be_visible()


def pledge(yao: Page, kind: str, **fields: str) -> None:
    """Promises an amount, or notes a payment."""
    yao.locator("summary", has_text={"promise": "Promettre un montant", "payment": "Noter un versement"}[kind]).click()
    for name, value in fields.items():
        yao.locator(f"#{kind}_{name}").fill(value)
    yao.locator(f'form:has(input[value="{kind}"]) button').click()
    expect(yao.get_by_text("C’est noté.")).to_be_visible()


def confirm_all(page: Page, running: RunningServer) -> None:
    """Akissi confirms what Yao's company promised and paid."""
    page.goto(f"{running.url}/desk/bourse/demo/partners")
    mine = page.locator("tr", has_text=TITLE).get_by_role("button", name="Confirmer")
    while mine.count():
        mine.first.click()
        page.wait_for_load_state()
    assert violations(page) == []


def advance(page: Page, running: RunningServer) -> None:
    """It is funded, begun, and all five milestones are noted as done; the village is to be asked about the first."""
    open_project(page, running)
    for name in ("Tout est financé", "Les travaux ont commencé"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text("C’est noté.")).to_be_visible()
    for n, stage in enumerate(STAGES):
        card = page.locator("article", has_text=stage)
        card.locator("summary", has_text="C’est fait").click()
        card.get_by_label("Ce qui le montre").fill("Photo du comité")
        card.get_by_label("Demander au lieu").fill("" if n else today())
        card.get_by_role("button", name="C’est fait").click()
        expect(page.get_by_text("C’est noté.")).to_be_visible()
    assert violations(page) == []


def rate(page: Page, running: RunningServer) -> list[str]:
    """What the public page says of the holder: done, confirmed, late, contested, at least."""
    page.goto(f"{running.url}/bourse")
    return page.locator("tr", has_text=HOLDER).locator("td.number").all_inner_texts()


def test_a_need_becomes_a_funded_project_and_the_village_has_the_last_word(
    handset: BrowserContext, desktop: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    awa = enrolled(handset.new_page(), running, link)
    adjoua, akissi = signed_in(desktop, running), invited(desktop, running, "Akissi")
    yao = invited(desktop, running, "Yao", role="partner")
    accept_a_need(adjoua, running)
    propose_project(adjoua, running)
    open_project(akissi, running)
    akissi.get_by_role("button", name="Relu : publier").click()
    akissi.goto(f"{running.url}/desk/bourse/demo/partners")
    people = akissi.locator("form", has=akissi.locator("label", has_text=re.compile("^Yao$")))
    people.last.get_by_role("combobox").select_option("exemple-sa")
    people.last.get_by_role("button", name="Noter").click()
    expect(akissi.get_by_text("C’est noté.")).to_be_visible()

    # Yao sees the need and the project, says that it interests his company, promises and pays.
    write_offer(yao, running)
    pledge(yao, "promise", amount="6 000 000", day=today(), words="Si le comité ouvre un compte")
    pledge(yao, "payment", amount="2 000 000", day=today(), words="Virement 4711")
    confirm_all(akissi, running)
    yao.get_by_role("link", name="Voir la page publique").click()
    expect(yao.get_by_role("region", name="Promis et versé").get_by_text("Exemple SA")).to_be_visible()
    assert violations(yao) == []

    # It is done, says the Lab; the question is read by a second person and goes to the phones.
    advance(akissi, running)
    assert [*rate(adjoua, running)][:4] == ["5", "0", "0", "0"]
    before = rate(adjoua, running)[4]
    adjoua.goto(f"{running.url}/desk/replies/?programme=demo")
    adjoua.get_by_role("region", name="À relire et publier").locator("tr", has_text=TITLE).get_by_role("link").click()
    adjoua.get_by_role("button", name="Publier", exact=True).click()
    expect(adjoua.get_by_text("C’est publié.")).to_be_visible()

    # The village contests, without a network.
    awa.press_send()
    page = awa.page
    page.get_by_text("Une réponse pour vous").wait_for(timeout=60_000)
    link.cut()
    page.get_by_text("Une réponse pour vous").click()
    until(page, SCREEN_IS_DRAWN)
    reply = page.locator("li, article, section", has_text=TITLE).last
    expect(reply.get_by_text(re.compile(STAGES[0]))).to_be_visible()
    page.get_by_role("link", name="C’est fait ?").first.dispatch_event("click")
    until(page, SCREEN_IS_DRAWN)
    page.get_by_role("radio", name="Non, pas encore").click()
    page.get_by_label("Ou écrivez-le").fill("Elle ne donne pas d’eau.")
    page.get_by_role("button", name="Envoyer ma réponse").dispatch_event("click")
    page.get_by_role("heading", name="Merci, c’est noté.").wait_for()
    awa.home()
    link.link.down = False
    awa.sync()

    # The rate moves, and the company and the Lab see the contest; why, the Lab alone.
    for _ in range(60):
        found = rate(adjoua, running)
        if found[3] == "1":
            break
        adjoua.wait_for_timeout(500)
    assert found[:4] == ["4", "0", "0", "1"] and found[4] != before
    assert violations(adjoua) == []
    yao.goto(f"{running.url}/desk/partner/?programme=demo")
    yao.get_by_role("link", name=TITLE).click()
    expect(yao.get_by_text("le lieu conteste")).to_be_visible()
    assert "ne donne pas d’eau" not in yao.content() and violations(yao) == []
    open_project(akissi, running)
    akissi.get_by_role("link", name="Écouter ce que dit le lieu").click()
    expect(akissi.get_by_text("Elle ne donne pas d’eau.")).to_be_visible()
