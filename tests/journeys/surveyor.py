"""What a surveyor does with the phone app, in her own words: enrol, answer, speak, show, finish."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.badlink import BadLink
from tests.journeys.server import RunningServer

Act = Callable[[Page], None]

PIN = "314159"
OWN_DATABASE = """() => indexedDB.databases().then((all) => all.map((one) => one.name).find((name) => name.startsWith('echo-of-')))"""
"""In the page: the name of the database of the first person on the phone."""

# The screen of this address is the one that is shown.
SCREEN_IS_DRAWN = "document.documentElement.dataset.at === (location.hash || '#/')"


def until(page: Page, expression: str, *, seconds: float = 30) -> None:
    """Waits until an expression in the page is true. Playwright's own waiting is stopped by the content policy."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        if time.monotonic() > deadline:
            raise TimeoutError(expression)
        page.wait_for_timeout(50)


def choose(*values: str) -> Act:
    """Touches the tiles of these choices."""

    def act(page: Page) -> None:
        for value in values:
            page.locator(f'label.tile:has(input[value="{value}"])').first.click()

    return act


def write(text: str) -> Act:
    """Writes into the one text field."""
    return lambda page: page.locator("textarea, input.field:not([type=search])").last.fill(text)


def speak(seconds: float) -> Act:
    """Speaks into the microphone for so long, then stops."""

    def act(page: Page) -> None:
        page.locator("button.round").click()
        stop = page.locator("button.round.live, button.round[aria-pressed=true], .live button").first
        stop.wait_for()
        page.wait_for_timeout(int(seconds * 1000))
        stop.click()
        page.locator("audio").wait_for()

    return act


def show(photo: Path) -> Act:
    """Chooses a photo."""

    def act(page: Page) -> None:
        page.locator("input[type=file]").last.set_input_files(photo)
        page.locator("main img").wait_for()

    return act


def slide(**values: float) -> Act:
    """Moves the sliders, named by their question."""

    def act(page: Page) -> None:
        for name, value in values.items():
            page.locator(f'input[type=range][name="{name}"], input[type=range][id*="{name}"]').first.fill(str(value))

    return act


def a_photo(folder: Path, *, size: tuple[int, int] = (3000, 2000), noise: bool = False) -> Path:
    """A picture as a phone's camera makes it: large, and with a position in its metadata. With noise it stays large."""
    path = folder / "photo.jpg"
    picture = Image.effect_noise(size, 60) if noise else Image.linear_gradient("L").resize(size)
    picture = picture.convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Téléphone d’Awa"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(path, "JPEG", exif=exif, quality=80)
    return path


def type_pin(page: Page, pin: str = PIN) -> None:
    """Types a PIN where one is asked for, and gives it."""
    page.locator("input[name=pin]").fill(pin)
    page.locator(".keys .key").last.click()


def take_a_place(page: Page, *, sign: str = "Soleil", pin: str = PIN) -> None:
    """From the code to the home screen: a picture, a PIN, and once more."""
    page.get_by_role("button", name="Commencer").dispatch_event("click")
    page.get_by_role("button", name=sign).click()
    type_pin(page, pin)
    page.get_by_role("heading", name="Encore une fois").wait_for()
    type_pin(page, pin)


class Surveyor:
    """Someone holding a phone with the app open in `page`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def enrol(self, link: str, *, sign: str = "Soleil", pin: str = PIN) -> None:
        """Opens the enrolment link and takes a place; ends at the home screen with its instruments."""
        self.page.goto(link)
        take_a_place(self.page, sign=sign, pin=pin)
        self.page.locator(".door").nth(2).wait_for()

    def come_back(self, address: str, *, pin: str = PIN) -> None:
        """Opens the app again, and her place with it."""
        self.page.goto(address)
        type_pin(self.page, pin)
        self.page.locator(".doors").wait_for()

    def wait_until_offline_ready(self) -> None:
        """Waits until the app would open without a network."""
        # A worker is ready only after it has all its files: it installs them together or not at all.
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def home(self) -> None:
        self.page.bring_to_front()  # a window behind another is drawn once a second
        self.page.evaluate("location.hash = '#/'")
        self.page.locator(".doors").wait_for()

    def record(self, door: str, place: str, answers: Mapping[str, Act]) -> str:
        """Fills in an instrument, one screen after another, gives consent, finishes. Returns the record's id.

        `answers` are acts by screen; a screen without one is passed over. Fails when the app does not move on.
        """
        self.home()
        self.page.locator(".door", has_text=door).click()
        return self.go_through({"place": choose(place), **answers})

    def go_through(self, answers: Mapping[str, Act]) -> str:
        """From the screen one is on to the finished record."""
        self.page.bring_to_front()
        for _ in range(60):
            step = self._step()
            if step == "done":
                return self._id()
            if step in answers:
                answers[step](self.page)
            elif step == "consent":
                self.consent()
            self._forward()
        raise AssertionError(f"never came to an end; now at {self.page.url}")

    def go_to(self, there: str, answers: Mapping[str, Act]) -> None:
        """From the screen one is on to another, answering those before it."""
        self.page.bring_to_front()
        while (step := self._step()) != there:
            assert step != "done", f"{there} never came"
            if step in answers:
                answers[step](self.page)
            elif step == "consent":
                self.consent()
            self._forward()

    def _step(self) -> str:
        expect(self.page).to_have_url(re.compile(r"#/(draft/[^/]+/.+|done/.+)"))
        until(self.page, SCREEN_IS_DRAWN)
        parts = self.page.url.split("#/")[1].split("/")
        if parts[0] == "done":
            return "done"
        return parts[3] if parts[2] == "q" else parts[2]

    def _id(self) -> str:
        return self.page.url.split("#/")[1].split("/")[1]

    def consent(self) -> None:
        """Says yes to all that is asked."""
        for group in self.page.locator(".yesno").all():
            group.locator("label.tile").first.click()

    def _forward(self) -> None:
        before = self.page.url
        # Not as a finger does: the app takes no second touch at one spot within half a second, and a robot is quicker.
        self.page.locator("footer.foot button").last.dispatch_event("click")
        try:
            until(self.page, f"location.href !== {before!r}", seconds=10)
        except TimeoutError:
            raise AssertionError(f"stuck at {before}: {self.page.locator('main').inner_text()}") from None

    def outbox(self) -> tuple[int, int]:
        """(on this phone, sent), as the home screen says."""
        self.home()
        numbers = self.page.locator(".glance b").all_inner_texts()
        return int(numbers[0]), int(numbers[1])

    def press_send(self) -> None:
        """Presses the button; does not wait. While the phone is sending already there is nothing to press."""
        self.home()
        self.page.get_by_role("button", name="Envoyer et recevoir").dispatch_event("click")

    def sync(self) -> None:
        """Presses the button and waits until all is sent."""
        self.press_send()
        until(self.page, "document.querySelector('.glance b').innerText === '0'", seconds=90)


def enrolled(page: Page, running: RunningServer, link: BadLink, person: str = "Awa") -> Surveyor:
    """Somebody with a place on this phone, which opens without a network."""
    someone = Surveyor(page)
    someone.enrol(f"{link.origin}/app/#enrol={running.enrolment_code(person=person)}")
    someone.wait_until_offline_ready()
    return someone


PLACE = "C1516"
"""Bouata, where most of them record."""
NEED: dict[str, Act] = {
    "age": choose("35_59"),
    "sexe": choose("femme"),
    "domaine": choose("eau"),
    "gravite": choose("grave"),
    "qui": choose("femmes", "enfants"),
}
EMOTION: dict[str, Act] = {
    "age": choose("18_24"),
    "objet": choose("vie"),
    "emotion": choose("espoir"),
}
FEEDBACK: dict[str, Act] = {
    "age": choose("25_34"),
    "projet": choose("RSE-009"),
    "connu": choose("oui"),
    "avance": choose("fini"),
    "problemes": choose("aucun"),
}
