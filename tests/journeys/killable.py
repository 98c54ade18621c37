"""A phone's browser that can be killed at any moment, and opened again on what it had written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from tests.journeys.browser import FLAGS, PHONE, chromium


class KillableBrowser:
    """Chromium in a process of its own on `profile`; `open` gives its one page, `port` is where tools may speak to it."""

    port = 0

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self._playwright = playwright
        self._profile = profile
        self._process: subprocess.Popen[str] | None = None
        self._browser: Browser | None = None

    def open(self) -> Page:
        """Starts it, with microphone, camera and position granted."""
        program = chromium() or self._playwright.chromium.executable_path
        log = self._profile.with_suffix(".log")
        with log.open("w") as out:
            self._process = subprocess.Popen(
                [program, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self._profile}",
                 "--lang=fr-FR", "--accept-lang=fr-FR", *FLAGS,
                 "about:blank"],
                stderr=out, stdout=out, text=True, start_new_session=True, env={**os.environ, "LANGUAGE": "fr"},
            )  # fmt: skip
        address = _address(log)
        self.port = int(address.split(":")[2].split("/")[0])
        self._browser = self._playwright.chromium.connect_over_cdp(address)
        context = self._browser.contexts[0]
        context.set_default_timeout(20_000)
        context.grant_permissions(["geolocation", "microphone", "camera"])
        context.set_geolocation({"latitude": 7.5, "longitude": -6.2, "accuracy": 9})
        page = context.pages[0]
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        return page

    @property
    def group(self) -> int:
        """The process group of all that is the browser."""
        assert self._process
        return self._process.pid

    def kill(self) -> None:
        """Ends it as an empty battery does: SIGKILL to all of it, with no chance to write anything."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        for lock in self._profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        self._browser = None

    def close(self) -> None:
        """Ends it in any case."""
        if self._process and self._process.poll() is None:
            self.kill()


def _address(log: Path) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := re.search(r"DevTools listening on (ws://\S+)", log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise RuntimeError("the browser did not start: " + log.read_text())
