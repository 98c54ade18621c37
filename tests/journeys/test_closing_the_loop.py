"""The Lab answers a village with a voice; the village hears it without a network, says that it is not done, and is heard."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.journeys.badlink import BadLink
from tests.journeys.lab import invited, signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import PLACE, SCREEN_IS_DRAWN, enrolled, speak, until
from tests.journeys.test_prompts import PLAYED
from tests.sounds import sound

HEARD, DEED = "La pompe du quartier est en panne.", "Une pièce neuve est posée depuis lundi."


def write_reply(page: Page, running: RunningServer) -> None:
    """Adjoua writes what was done, and says it."""
    page.goto(f"{running.url}/desk/replies/")
    page.get_by_role("link", name="Répondre à un lieu").click()
    page.get_by_label("Lieu (nom ou code)").fill(PLACE)
    page.get_by_label("Vous avez dit").fill(HEARD)
    page.get_by_label("Nous avons fait").fill(DEED)
    voice = sound(1.0, container="mp3", codec="libmp3lame")
    page.get_by_label("Dites-le avec votre voix").set_input_files(
        {"name": "voix.mp3", "mimeType": "audio/mpeg", "buffer": voice}
    )
    page.get_by_label("Demander « C’est fait ? »").fill(dt.datetime.now(dt.UTC).date().isoformat())
    assert violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("quand une deuxième personne")).to_be_visible()
    assert violations(page) == []


def publish_reply(page: Page, running: RunningServer) -> str:
    """Akissi reads it and publishes; the hash of its voice."""
    page.goto(f"{running.url}/desk/replies/")
    page.get_by_role("region", name="À relire et publier").get_by_role("link").first.click()
    expect(page.locator("audio")).to_have_count(2)
    assert violations(page) == []
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("C’est publié.")).to_be_visible()
    page.goto(f"{running.url}/replies")
    expect(page.get_by_text(DEED)).to_be_visible()
    assert violations(page) == []
    return str(page.locator("audio").get_attribute("src")).rsplit("/", 1)[1]


def test_what_is_done_is_heard_in_the_village_and_contested_from_there(
    handset: BrowserContext, desktop: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    handset.add_init_script(PLAYED)
    awa = enrolled(handset.new_page(), running, link)
    adjoua, akissi = signed_in(desktop, running), invited(desktop, running, "Akissi")
    write_reply(adjoua, running)
    voice = publish_reply(akissi, running)

    # It comes down with the voice; from then on there is no network.
    awa.press_send()
    page = awa.page
    page.get_by_text("Une réponse pour vous").wait_for(timeout=60_000)
    until(page, f"caches.open('form-media').then((all) => all.match('/form-media/{voice}')).then(Boolean)")
    link.cut()
    page.get_by_text("Une réponse pour vous").click()
    until(page, SCREEN_IS_DRAWN)
    expect(page.get_by_text(DEED)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Écouter").dispatch_event("click")
    until(page, "played.length > 0")
    assert page.evaluate("played") == [voice]

    # She says no, and why; it waits on the phone.
    page.get_by_role("link", name="C’est fait ?").dispatch_event("click")
    until(page, SCREEN_IS_DRAWN)
    page.get_by_role("radio", name="Non, pas encore").click()
    speak(1.2)(page)
    page.get_by_label("Ou écrivez-le").fill("La pièce manque encore.")
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer ma réponse").dispatch_event("click")
    page.get_by_role("heading", name="Merci, c’est noté.").wait_for()
    awa.home()
    expect(page.get_by_text("Une réponse pour vous")).to_have_count(0)

    # With the network it goes; the desk has it on top, with the reason and the voice, and the public page says so.
    link.link.down = False
    awa.sync()
    contested = adjoua.get_by_role("region", name="Le lieu dit que ce n’est pas fini")
    for _ in range(60):
        adjoua.goto(f"{running.url}/desk/replies/")
        if contested.count():
            break
        adjoua.wait_for_timeout(500)
    assert violations(adjoua) == []
    contested.get_by_role("link").first.click()
    expect(adjoua.get_by_text("La pièce manque encore.")).to_be_visible()
    answer = adjoua.locator("audio").last
    assert adjoua.request.get(running.url + str(answer.get_attribute("src"))).ok
    assert violations(adjoua) == []
    akissi.goto(f"{running.url}/replies")
    expect(akissi.get_by_text(re.compile("ce n’est pas fini"))).to_be_visible()
    assert "La pièce manque" not in akissi.content()
