"""What the Lab has, and what a reviewer does there, for the journeys of phones."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import urllib.request
import uuid
from base64 import b64encode
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, Page, expect

from tests.build import entry
from tests.journeys.browser import DESKTOP
from tests.journeys.server import RunningServer


def entries(running: RunningServer) -> int:
    """How many the ledger has, each of them verified."""
    found = re.search(r"entries (\d+)", running.cli("ledger", "verify"))
    assert found
    return int(found[1])


def bodies(running: RunningServer) -> list[dict[str, Any]]:
    """Every body in the ledger, in order."""
    with sqlite3.connect(f"file:{running.data / 'echo.db'}?mode=ro", uri=True) as database:
        return [json.loads(body) for (body,) in database.execute("select body from ledger_entry order by position")]


def signed_in(desktop: BrowserContext, running: RunningServer) -> Page:
    """The desk of the demo's reviewer."""
    page = desktop.new_page()
    page.goto(f"{running.url}/desk/")
    login, password = running.login
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(r"/desk/$"))
    return page


class HandedOver(NamedTuple):
    """Who recorded, and the records' ids."""

    author: str
    records: list[str]


PASSWORD = "quatre mots sans aucun lien"


def invited(desktop: BrowserContext, running: RunningServer, name: str, role: str = "coordinator") -> Page:
    """The desk of another coordinator, in a browser of her own: she chooses a password by the link that she gets.

    Her login is new each time: several journeys share a server.
    """
    login = f"{name.lower()}-{uuid.uuid4().hex[:6]}"
    words = ("--name", name, "--login", login, "--role", role, "--programme", "demo")
    link = re.search(r"#link=\S+", running.cli("people", "invite", *words))
    assert link and desktop.browser
    page = desktop.browser.new_context(viewport=DESKTOP, locale="fr-FR").new_page()  # type: ignore[arg-type]
    page.goto(f"{running.url}/desk/link{link[0]}")
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(r"/desk/(partner/)?$"))
    return page


def publish_words(page: Page, running: RunningServer, *titles: str) -> None:
    """Reads what others wrote of themes and answers, and publishes it."""
    for title in titles:
        page.goto(f"{running.url}/desk/portfolio/")
        page.get_by_role("region", name="À publier").get_by_role("link", name=title).click()
        page.get_by_role("button", name="Relu : publier").click()
        expect(page.get_by_role("button", name="Relu : publier")).to_have_count(0)


def decide(page: Page, url: str, action: str, *, reason: str | None = None, message: str | None = None) -> None:
    """Opens a record at the desk and decides: `accept`, `ask`…"""
    page.goto(url)
    expect(page.locator("#catch-up")).to_have_count(0)
    form = page.locator(f'form:has(button[value="{action}"]), form:has(input[name=action][value="{action}"])').first
    details = page.locator(f"details:has(form:has([value='{action}']))").first
    if details.count() and details.get_attribute("open") is None:
        details.locator("summary").click()
    if reason:
        form.locator("[name=reason]").first.select_option(reason)
    if message:
        form.locator("[name=message]").first.fill(message)
    form.locator("button").last.click()
    page.wait_for_load_state("networkidle")


ANSWERS = {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "texte": "La pompe est en panne", "gravite": "grave"}


def post(running: RunningServer, path: str, body: Any, token: str = "") -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(running.url + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def send_needs(running: RunningServer) -> dict[str, str]:
    """Awa's phone sends a need with a point, one that will be asked about, and one that fails its form: their ids."""
    device = {"name": "Téléphone d’Awa", "platform": "Android 10", "app_version": "1"}
    enrolled = post(running, "/api/v1/enrol", {"code": running.enrolment_code(), "device": device})
    scope = enrolled["scope"]
    shared = {"programme": scope["programme"], "place": scope["place"], "author": enrolled["person"]["id"]}
    point = {"lat": 6.88, "lon": -6.45, "accuracy_m": 12.0, "source": "gps"}
    made = {
        "plain": entry(answers=ANSWERS, location=point, **shared),
        "asked": entry(answers=ANSWERS | {"texte": "Il manque des bancs"}, **shared),
        "faulty": entry(answers={"domaine": "eau"}, **shared),
    }
    asked = {"nonce": "n", "clock": "2026-11-23T00:00:00Z", "cursor": None, "entries": list(made.values())}
    post(running, "/api/v1/exchange", asked, enrolled["token"])
    return {name: one["id"] for name, one in made.items()} | {"programme": scope["programme"]}


def hand_over(
    running: RunningServer, *answers: dict[str, Any], media: Sequence[tuple[bytes, str, str]] = ()
) -> HandedOver:
    """A phone of somebody's own sends needs with these answers, in one go. `media`: of each a file, its type and the
    question that it answers."""
    name = f"Mariam {uuid.uuid4().hex[:8]}"
    device = {"name": "Téléphone de Mariam", "platform": "Android 10", "app_version": "1"}
    enrolled = post(running, "/api/v1/enrol", {"code": running.enrolment_code(person=name), "device": device})
    scope = enrolled["scope"]
    shared = {"programme": scope["programme"], "place": scope["place"], "author": enrolled["person"]["id"]}
    files = [
        {"sha256": hashlib.sha256(content).hexdigest(), "type": kind, "bytes": len(content), "question": question}
        for content, kind, question in media
    ]
    made = [
        entry(
            answers=one | ({file["question"]: file["sha256"]} if file else {}), media=[file] if file else [], **shared
        )
        for one, file in zip_longest(answers, files)
    ]
    asked = {"nonce": "m", "clock": "2026-11-23T00:00:00Z", "cursor": None, "entries": made}
    post(running, "/api/v1/exchange", asked, enrolled["token"])
    for content, kind, _ in media:
        upload(running, enrolled["token"], content, kind)
    return HandedOver(name, [one["id"] for one in made])


def upload(running: RunningServer, token: str, content: bytes, kind: str) -> None:
    """Sends a photo or a voice as a phone does."""
    named = {"sha256": hashlib.sha256(content).hexdigest(), "type": kind}
    metadata = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in named.items())
    heads = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {token}"}
    create = {"Upload-Length": str(len(content)), "Upload-Metadata": metadata}
    at = _ask(running.url + "/api/v1/media/", "POST", b"", heads | create)["Location"]
    at = at if at.startswith("http") else running.url + at
    there = _ask(at, "HEAD", None, heads)["Upload-Offset"]
    if int(there) < len(content):  # else another journey's phone has sent the same
        more = {"Upload-Offset": there, "Content-Type": "application/offset+octet-stream"}
        _ask(at, "PATCH", content, heads | more)


def _ask(address: str, method: str, body: bytes | None, heads: dict[str, str]) -> Any:
    request = urllib.request.Request(address, data=body, method=method, headers=heads)
    with urllib.request.urlopen(request) as answer:
        return answer.headers
