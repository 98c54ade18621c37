"""Akissi uploads a file at the desk through an nginx as it is installed: what is too large is reported, with who can change it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.journeys.browser import DESKTOP
from tests.journeys.test_proxies import Behind, behind, browser


def test_an_upload_that_the_proxy_refuses_is_reported_as_too_large_for_it(browsers: Playwright, tmp_path: Path) -> None:
    (large := tmp_path / "large.echo").write_bytes(b"x" * 3_000_000)
    (small := tmp_path / "small.echo").write_bytes(b"no file of ours")
    with behind("bare", tmp_path) as there, browser(browsers, tmp_path / "desk", DESKTOP) as desktop:
        page = desktop.pages[0]
        _sign_in(there, page)
        page.goto(f"{there.url}/desk/carried")
        expect(page.locator("main")).to_contain_text(re.compile(r"Jusqu’à 258\sMo"))
        page.locator("input[type=file]").set_input_files(large)
        page.locator("main form button").click()
        expect(page.locator("#notice")).to_contain_text("client_max_body_size")
        expect(page.locator("#notice")).to_contain_text("rien n’a changé")
        page.locator("input[type=file]").set_input_files(small)
        page.locator("main form button").click()
        expect(page.locator("main .error[role=alert]", has_text="fichier .echo")).to_be_visible()
        expect(page.locator("#notice")).to_be_empty()


def _sign_in(there: Behind, page: Page) -> None:
    login, password = there.running.login
    page.goto(f"{there.url}/desk/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.locator("main button").click()
