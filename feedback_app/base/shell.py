"""What the layouts of desk and public pages ask: the menu, who is signed in, the words of the frame."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request

from feedback_app.base import assets
from feedback_app.base.audience import SAFE, Guards
from feedback_app.base.i18n import Texts

TEXTS = Texts(
    {
        "desk": ("Bureau", "Desk"),
        "menu": ("Menu", "Menu"),
        "skip": ("Aller au contenu", "Skip to content"),
        "logout": ("Se déconnecter", "Sign out"),
        "queue": ("Relecture", "Review"),
        "portfolio": ("Portefeuille", "Portfolio"),
        "phones": ("Téléphones", "Phones"),
        "forms": ("Formulaires", "Forms"),
        "voices": ("Voix", "Voices"),
        "places": ("Lieux", "Places"),
        "people": ("Personnes", "People"),
        "backups": ("Sauvegardes", "Backups"),
        "carried": ("Fichiers portés", "Carried files"),
        "follow": ("Suivre une parole", "Follow what was said"),
        "data": ("Données ouvertes", "Open data"),
        "offline": (
            "Pas de réseau : rien n’a été envoyé. Réessayez quand il revient.",
            "No network: nothing was sent. Try again when it is back.",
        ),
        "failed": (
            "Cela n’a pas marché et rien n’a changé. Rechargez la page, puis réessayez.",
            "That did not work and nothing has changed. Reload the page, then try again.",
        ),
        "public_foot": (
            "Seuls les besoins acceptés par le Lab paraissent ici, sans noms, à l’échelle de la zone.",
            "Only needs that the Lab accepted are shown here, without names, by area.",
        ),
    }
)

# Evaluated attributes and injected styles would need holes in the content policy; pages about people are not kept in
# the browser's storage; a page that asks to sign in (401), says "someone was faster" (409) or "something is missing"
# (422) is shown.
HTMX_CONFIG = json.dumps(
    {
        "allowEval": False,
        "includeIndicatorStyles": False,
        "historyCacheSize": 0,
        "selfRequestsOnly": True,
        "timeout": 30000,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "401|409|422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the desk's menu; `name` is its word and what a page calls its `section`."""

    name: str
    href: str
    roles: frozenset[str]


REVIEW = frozenset({"reviewer", "coordinator"})
MENU = (
    MenuItem("queue", "/desk/", REVIEW),
    MenuItem("portfolio", "/desk/portfolio/", REVIEW),
    MenuItem("carried", "/desk/carried", REVIEW),
    MenuItem("phones", "/desk/admin/phones", frozenset({"coordinator"})),
    MenuItem("forms", "/desk/admin/instruments", frozenset({"coordinator"})),
    MenuItem("voices", "/desk/admin/prompts", frozenset({"coordinator"})),
    MenuItem("places", "/desk/admin/places", frozenset({"coordinator"})),
    MenuItem("people", "/desk/admin/people", frozenset({"coordinator"})),
    MenuItem("backups", "/desk/admin/backups", frozenset({"coordinator"})),
)


class Shell:
    """The layouts' `shell`."""

    htmx_config = HTMX_CONFIG

    def say(self, key: str) -> str:
        """A word of the frame, in the caller's language."""
        return TEXTS.say(key)

    def me(self) -> Any:
        """Who is signed in at this page's door; None at a public page."""
        return g.get("caller")

    def menu(self) -> list[MenuItem]:
        """What the signed-in person may open."""
        guards: Guards = current_app.extensions["echo_guards"]
        roles = guards.roles(self.me()) if self.me() else frozenset()
        return [item for item in MENU if item.roles & roles]

    def here(self) -> str:
        """The address to come back to after changing the language."""
        return request.full_path.rstrip("?") if request.method in SAFE else request.path


def dress(app: Flask) -> None:
    """Gives every template `shell` and `asset`."""
    app.jinja_env.globals.update(shell=Shell(), asset=assets.address, has_asset=assets.has)
