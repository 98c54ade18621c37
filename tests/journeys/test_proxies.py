"""Behind the proxies that people really have: Awa enrols, records with a photo and sends, Adjoua signs in and reads it.

nginx with nothing but `proxy_pass`, nginx and Caddy with our files and TLS, and one that lets little through.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from tests.journeys import proxies, server
from tests.journeys.browser import DESKTOP, FLAGS, PHONE, chromium
from tests.journeys.lab import bodies
from tests.journeys.server import RunningServer, free_port
from tests.journeys.surveyor import NEED, PLACE, Surveyor, a_photo, show

ANY_CERTIFICATE = "--ignore-certificate-errors"


BARE_WAYS = {
    "bare": "",
    "bare small": "client_max_body_size 40k;",
    "bare named": "proxy_set_header Host $host;",
    "bare impatient": "proxy_set_header Host $host; client_body_timeout 1s; proxy_read_timeout 1s; send_timeout 1s;",
}
"""What else is in the configuration of who began with nothing but `proxy_pass`."""


@dataclass(frozen=True)
class Behind:
    """A server, and the address by which people come to it."""

    running: RunningServer
    url: str


@contextmanager
def behind(way: str, folder: Path) -> Iterator[Behind]:
    port, upstream = free_port(), free_port()
    bare = way.startswith("bare")
    url = f"{'http' if bare else 'https'}://localhost:{port}"
    if way == "caddy":
        command = proxies.our_caddy(folder, port, upstream)
    elif bare:
        command = proxies.bare_nginx(folder, port, upstream, BARE_WAYS[way])
    else:
        command = proxies.our_nginx(folder, port, upstream)
    environ = {} if bare else {"FEEDBACK_PROXIES": "1", "FEEDBACK_PUBLIC_URL": url}
    running = server.start(folder / "data", port=upstream, environment=environ)
    try:
        with proxies.running_proxy(command, folder, port):
            yield Behind(running, url)
    finally:
        running.stop()


@contextmanager
def browser(browsers: Playwright, profile: Path, size: dict[str, int]) -> Iterator[BrowserContext]:
    context = browsers.chromium.launch_persistent_context(
        str(profile), headless=True, executable_path=chromium(), args=[*FLAGS, ANY_CERTIFICATE], viewport=size,  # type: ignore[arg-type]
        locale="fr-FR", permissions=["geolocation", "microphone", "camera"], ignore_https_errors=True,
    )  # fmt: skip
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.mark.parametrize("way", ["bare", "bare small", "nginx", "caddy"])
def test_awa_and_adjoua_work_behind(way: str, browsers: Playwright, tmp_path: Path) -> None:
    with behind(way, tmp_path) as there, browser(browsers, tmp_path / "phone", PHONE) as handset:
        awa = Surveyor(handset.pages[0])
        awa.enrol(f"{there.url}/app/#enrol={there.running.enrolment_code()}")
        awa.wait_until_offline_ready()
        awa.record("Besoin", PLACE, NEED | {"photo": show(a_photo(tmp_path, noise=True))})
        awa.sync()
        expect(awa.page.locator("main")).to_contain_text("Dernier envoi", timeout=60_000)
        assert len(bodies(there.running)) == 1 and len(there.running.photos()) == 1
        adjoua_signs_in(there, browsers, tmp_path)
        the_log_says_what_is_wrong(there, way)


def adjoua_signs_in(there: Behind, browsers: Playwright, folder: Path) -> None:
    login, password = there.running.login
    with browser(browsers, folder / "desk", DESKTOP) as desktop:
        page = desktop.pages[0]
        page.goto(f"{there.url}/desk/")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        page.locator("main button").click()
        expect(page).to_have_url(f"{there.url}/desk/")
        expect(page.locator("main")).to_contain_text("Besoin")
        cookie = next(one for one in desktop.cookies() if one["name"].endswith("echo_desk"))
        assert cookie["secure"] is there.url.startswith("https") is cookie["name"].startswith("__Host-")
        if shots := os.environ.get("FEEDBACK_SHOTS"):
            page.screenshot(path=f"{shots}/desk-behind-{re.sub(r'[^a-z]', '-', there.url[:5])}.png")


def the_log_says_what_is_wrong(there: Behind, way: str) -> None:
    log = (there.running.data / "server.log").read_text()
    if way.startswith("bare"):
        lines = [line for line in log.splitlines() if "proxy_set_header Host $host" in line]
        known = [line for line in lines if "set-up: " in line]
        assert len(known) == 1 and len(lines) <= 2, "once, however many requests, beside once of somebody unknown"
    else:
        assert "set-up" not in log
