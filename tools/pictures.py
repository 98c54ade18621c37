"""The README's pictures, taken from the real app: `.venv/bin/python tools/pictures.py`.

Starts a server with the demo programme in a folder of its own, lets personas record, review and publish, and takes
the screens as PNG, phones at 360×740 and desks at 1280×800. With a FOLDER, all the screens go there, to be looked at.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from feedback_app.base import clock  # noqa: E402
from tests.build import entry  # noqa: E402
from tests.journeys import server  # noqa: E402
from tests.journeys.browser import DESKTOP, FLAGS, PHONE, chromium  # noqa: E402
from tests.journeys.surveyor import EMOTION, NEED, Surveyor, a_photo, choose, show, speak, write  # noqa: E402
from tools.fill import AGES, NEEDS, post  # noqa: E402


def needs_of(running: server.RunningServer, person: str, share: int) -> list[str]:
    """What one persona's phone sends; the ids."""
    device = {"name": f"Téléphone de {person}", "platform": "Android 10", "app_version": "1"}
    mine = post(running.url, "/api/v1/enrol", {"code": running.enrolment_code(person=person), "device": device})
    sent = [
        entry(
            programme="demo", place=place, author=mine["person"]["id"],
            answers={"age": AGES[(share + n) % 4], "gravite": "grave", "texte": words} | what,
        )
        for n, (place, words, what) in enumerate(NEEDS)
        if (n + share) % 3 or n < 3
    ]  # fmt: skip
    asked = {"nonce": "pictures", "clock": clock.iso(clock.now()), "cursor": None, "entries": sent}
    answer = post(running.url, "/api/v1/exchange", asked, mine["token"])
    assert all(ack["outcome"] == "stored" for ack in answer["acks"]), answer["acks"]
    return [one["id"] for one in sent]


def sign_in(page: Page, running: server.RunningServer) -> None:
    login, password = running.login
    page.goto(f"{running.url}/desk/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("main button")
    page.wait_for_url("**/desk/**")


def accept(page: Page, running: server.RunningServer, record: str) -> None:
    """Accepts a record by the form on its page."""
    address = f"{running.url}/desk/records/demo/{record}"
    html = page.request.get(address).text()
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in ("csrf", "rev_seen", "state_seen")}
    form = {name: found[1] for name, found in hidden.items() if found}
    answer = page.request.post(
        f"{address}/decision", form={**form, "action": "accept"}, headers={"Origin": running.url}
    )
    assert answer.ok, answer.text()


class Album:
    """Where the pictures go."""

    def __init__(self, folder: Path, names: set[str] | None = None) -> None:
        self._folder, self._names = folder, names
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str) -> None:
        """What the page shows, once its pictures are there; nothing when no such name is wanted."""
        if self._names is not None and name not in self._names:
            return
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(400)
        page.screenshot(path=self._folder / f"{name}.png")


def on_the_phone(album: Album, browser: Browser, running: server.RunningServer, folder: Path) -> str:
    """Awa enrols, records and keeps a draft. Returns the id of her finished need."""
    context = browser.new_context(
        viewport=PHONE, locale="fr-FR", device_scale_factor=2, has_touch=True,  # type: ignore[arg-type]
        permissions=["geolocation", "microphone", "camera"], geolocation={"latitude": 7.5, "longitude": -6.2},
    )  # fmt: skip
    awa = Surveyor(context.new_page())
    awa.enrol(f"{running.url}/app/#enrol={running.enrolment_code()}")
    awa.wait_until_offline_ready()
    photo = a_photo(folder)
    need = awa.record(
        "Besoin", "C1516", NEED | {"recit": speak(3), "photo": show(photo), "souhait": write("Une pompe")}
    )
    awa.sync()
    awa.page.wait_for_timeout(3000)  # the voice and the photo go after the words
    context.set_offline(True)
    awa.record("Émotion", "C1516", EMOTION)
    awa.home()
    awa.page.locator(".door", has_text="Besoin").click()
    for name, step, act in (
        ("place", "place", choose("C1516")),
        ("age", "age", choose("35_59")),
        ("sexe", "sexe", choose("femme")),
        ("question", "domaine", choose("eau")),
        ("detail", "quoi_eau", choose("panne")),
        ("voice", "recit", speak(2)),
    ):
        album.take(awa.page, f"phone-{name}")
        assert awa._step() == step, awa.page.url
        act(awa.page)
        album.take(awa.page, f"phone-{name}-given")
        awa._forward()
    awa.home()
    album.take(awa.page, "phone-home")
    awa.page.evaluate("location.hash = '#/outbox'")
    album.take(awa.page, "phone-outbox")
    awa.page.evaluate(f"location.hash = '#/record/{need}'")
    album.take(awa.page, "phone-record")
    awa.page.evaluate("location.hash = '#/settings'")
    album.take(awa.page, "phone-settings")
    awa.page.evaluate(f"location.hash = '#/card/{need}'")
    album.take(awa.page, "phone-card")
    awa.home()
    awa.page.get_by_role("button", name="Fermer ma place").click()
    awa.page.locator(".keys").wait_for()
    album.take(awa.page, "phone-locked")
    context.close()
    return need


def at_the_desk(album: Album, browser: Browser, running: server.RunningServer, need: str) -> None:
    """Adjoua looks at the queue and one record; the portfolio is public."""
    for size, end in ((DESKTOP, ""), (PHONE, "-narrow")):
        page = browser.new_page(viewport=size, locale="fr-FR")  # type: ignore[arg-type]
        sign_in(page, running)
        for address, name in (
            ("/desk/", "desk-queue"), (f"/desk/records/demo/{need}", "desk-record"),
            ("/desk/portfolio", "desk-portfolio"), ("/desk/admin/phones", "desk-phones"),
            ("/desk/admin/places", "desk-places"), ("/desk/admin/people", "desk-people"),
            ("/desk/admin/backups", "desk-backups"),
            ("/api/docs", "api-docs"),
        ):  # fmt: skip
            page.goto(running.url + address)
            album.take(page, name + end)
        page.close()


def on_public_pages(album: Album, browser: Browser, folder: Path) -> None:
    """What anyone reads, with the made-up records of a demonstration."""
    running = server.start(folder)
    running.cli("demo", "fill", seconds=300)
    try:
        for size, end in ((DESKTOP, ""), (PHONE, "-narrow")):
            page = browser.new_page(viewport=size, locale="fr-FR")  # type: ignore[arg-type]
            for address, name in (
                ("/", "home"), ("/besoins", "portfolio"), ("/lieu/CI2303", "place"), ("/carte", "map"),
                ("/bourse", "exchange"),
            ):  # fmt: skip
                page.goto(running.url + address)
                album.take(page, name + end)
            page.close()
    finally:
        running.stop()


def main(album: Album) -> None:
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        running = server.start(Path(temporary) / "data")
        browser = playwright.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
        try:
            sent = [
                needs_of(running, person, n) for n, person in enumerate(("Koffi", "Mariam", "Yao", "Affoué", "Salif"))
            ]
            desk = browser.new_page()
            sign_in(desk, running)
            for record in [record for mine in sent for record in mine[:-1]]:
                accept(desk, running, record)
            need = on_the_phone(album, browser, running, Path(temporary))
            running.cli("jobs", "run", "images")
            running.cli("jobs", "run", "portfolio")
            running.cli("backup", str(Path(temporary) / "backups"))
            at_the_desk(album, browser, running, need)
            on_public_pages(album, browser, Path(temporary) / "public")
        finally:
            browser.close()
            running.stop()


if __name__ == "__main__":
    wanted = set(re.findall(r"docs/pictures/([\w-]+)\.png", (ROOT / "README.md").read_text()))
    main(Album(Path(sys.argv[1])) if len(sys.argv) > 1 else Album(ROOT / "docs" / "pictures", wanted))
