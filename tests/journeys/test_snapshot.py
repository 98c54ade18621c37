"""Awa's phone is enrolled for a wide area; the signal goes in the middle of what was packed for it."""

from __future__ import annotations

import gzip
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, Request, Route

from tests.faults.run import enrol
from tests.journeys import server
from tests.journeys.browser import open_phone
from tests.journeys.surveyor import OWN_DATABASE, take_a_place, type_pin, until

VILLAGES = 1500

COUNT = """([name, kind]) => new Promise((done, failed) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const counting = opening.result.transaction('rows').objectStore('rows').index('kind').count(kind);
    counting.onsuccess = () => { opening.result.close(); done(counting.result); };
  };
})"""


def body(request: Request) -> bytes:
    """What the phone sends, unpacked."""
    sent = request.post_data_buffer or b""
    return gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent


def began(running: server.RunningServer, token: str) -> None:
    """A phone has had its first page."""
    asked = json.dumps({"nonce": "n", "entries": [], "cursor": None, "snapshots": True}).encode()
    heads = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{running.url}/api/v1/exchange", asked, heads)) as answer:
        assert json.load(answer)["more"], "its place is more than a page"


@pytest.fixture
def wide(tmp_path: Path) -> Iterator[server.RunningServer]:
    """The demo programme with more villages than a page holds, packed for the phone of somebody who came before."""
    started = server.start(tmp_path / "server")
    try:
        root = started.programme["place"]
        rows = [f"Z{n:04},{root},locality,Village {n},,," for n in range(VILLAGES)]
        file = tmp_path / "villages.csv"
        file.write_text("\n".join(["code,parent_code,level,name,lat,lng,population", *rows]))
        started.cli("places", "import", str(file))
        began(started, enrol(started, 1, 0, started.port)[0].token)
        started.cli("jobs", "run", "snapshots")
        yield started
    finally:
        started.stop()


def test_after_a_cut_and_a_kill_it_goes_on_where_it_stopped_and_ends_with_every_village(
    browsers: Playwright, wide: server.RunningServer, tmp_path: Path
) -> None:
    context = open_phone(browsers, tmp_path / "phone")
    cut: list[str] = []

    # Not by the bad link: a browser asks again by itself when the answer to a GET is lost.
    def lose(route: Route) -> None:
        cut.append(route.request.url)
        route.abort()

    context.route("**/api/v1/snapshot/*", lose)
    page = context.new_page()
    page.goto(f"{wide.url}/app/#enrol={wide.enrolment_code(person='Awa')}")
    take_a_place(page)
    for _ in range(300):
        if cut:
            break
        page.wait_for_timeout(50)
    own = page.evaluate(OWN_DATABASE)
    assert page.evaluate(COUNT, [own, "place"]) == 0
    context.close()

    context = open_phone(browsers, tmp_path / "phone")
    page = context.new_page()
    asked: list[str] = []
    offers: list[str] = []

    def count(one: Request) -> None:
        if "/api/v1/" in one.url:
            (offers if b'"keys":' in body(one) else asked).append(one.url)

    page.on("request", count)
    page.goto(f"{wide.url}/app/")
    type_pin(page)
    page.locator(".door").nth(2).wait_for()
    until(page, f"({COUNT})(['{own}', 'place']).then((n) => n >= {VILLAGES})")
    assert [one for one in asked if "/snapshot/" in one] == cut[:1], "the part that it was pointed to the first time"
    assert len(offers) == 1, "the phone's first keys, once"
    assert len(asked) <= 4 + 1, f"and one more in which the keys are first used: {asked}"
    context.close()
