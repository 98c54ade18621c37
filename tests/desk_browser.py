"""A browser at the desk as tests drive it: it also sends what a page's script sends by itself."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Forms(HTMLParser):
    """The forms of a page that are sent as soon as it is there, with their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str], dict[str, str]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "load" in named.get("hx-trigger", "")
            if self._inside:
                self.found.append((named, {}))
        elif tag == "input" and self._inside:
            self.found[-1][1][named["name"]] = named.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class DeskBrowser(FlaskClient):
    """A client whose `get` returns what a person sees once the page's script has run. `plain_get` runs no script."""

    def plain_get(self, *args: Any, **more: Any) -> TestResponse:
        """The page as the server sends it."""
        return super().get(*args, **more)

    def get(self, *args: Any, **more: Any) -> TestResponse:
        page = super().get(*args, **more)
        while page.mimetype == "text/html" and (forms := self._forms(page)):
            shown = [self._send(page, *one) for one in forms]
            page = next((one for one in shown if one is not None), None) or page
            if not any(shown):
                break
        return page

    @staticmethod
    def _forms(page: TestResponse) -> list[tuple[dict[str, str], dict[str, str]]]:
        reader = _Forms()
        reader.feed(page.text)
        return reader.found

    def _send(self, page: TestResponse, form: dict[str, str], fields: dict[str, str]) -> TestResponse | None:
        """Sends one form as htmx does. Returns the page that takes the place of the one before, if any."""
        heads = {"HX-Request": "true", **({"HX-Trigger": form["id"]} if "id" in form else {})}
        accept = {"Accept-Language": page.request.headers.get("Accept-Language", "")}
        answer = self.post(form["hx-post"], data=fields, headers=heads | accept)
        assert answer.status_code in {204, 303}, (form["hx-post"], answer.status_code, answer.text)
        return super().get(answer.headers["Location"], headers=heads | accept) if answer.status_code == 303 else None


__all__ = ["DeskBrowser"]
