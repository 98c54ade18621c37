"""Which browser the journeys drive, and how a phone and a reviewer's screen are set up in it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}


def chromium() -> str | None:
    """The browser to drive: FEEDBACK_CHROMIUM, one on the path, else playwright's own (None)."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("FEEDBACK_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def open_phone(browsers: Playwright, profile: Path) -> BrowserContext:
    """A phone's browser on a profile that outlives it, with camera, microphone and position granted."""
    context = browsers.chromium.launch_persistent_context(
        str(profile), headless=True, executable_path=chromium(), args=list(FLAGS), viewport=PHONE,  # type: ignore[arg-type]
        locale="fr-FR", geolocation={"latitude": 6.87, "longitude": -6.45, "accuracy": 12},
        permissions=["geolocation", "microphone", "camera"], device_scale_factor=2, has_touch=True,
    )  # fmt: skip
    context.set_default_timeout(15_000)
    return context
