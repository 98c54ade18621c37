"""The desk's menu: each entry is declared on the view that it leads to, and shown to whoever may open that.

@pages.get("/phones")
@in_menu("phones", words=("Téléphones", "Phones"), order=40)
@needs(Permission.PHONES)
def phones(): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flask import Flask

from feedback_app.base.i18n import LANGUAGES, language

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry; `section` is what its pages call their `section`, `needs` the permission that opens it."""

    section: str
    words: tuple[str, str]
    order: int
    needs: str = ""
    href: str = ""

    @property
    def word(self) -> str:
        """What it is called, in the caller's language."""
        return self.words[LANGUAGES.index(language())]


def in_menu(section: str, *, words: tuple[str, str], order: int, needs: str = "") -> Callable[[View], View]:
    """Puts a view into the menu. `needs` is for a view without a permission of its own: who is led there."""

    def mark(view: View) -> View:
        view.menu_entry = MenuEntry(section, words, order, needs)  # type: ignore[attr-defined]
        return view

    return mark


def all_entries(app: Flask) -> list[MenuEntry]:
    """Every entry, in order."""
    address = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if not rule.arguments}
    found: Iterable[tuple[str, Any]] = app.view_functions.items()
    entries = [
        replace(view.menu_entry, href=address[endpoint], needs=view.menu_entry.needs or view.needs)
        for endpoint, view in found
        if hasattr(view, "menu_entry")
    ]
    return sorted(entries, key=lambda entry: entry.order)
