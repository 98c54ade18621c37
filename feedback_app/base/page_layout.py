"""What the layouts of desk and public pages ask: the menu, who is signed in, the words of the frame."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, request

from feedback_app.base import assets
from feedback_app.base.audience import is_allowed
from feedback_app.base.day_words import day_words
from feedback_app.base.http import PLAIN_FORM, SAFE, FormBounds
from feedback_app.base.i18n import LANGUAGES, TextTable, language
from feedback_app.base.licence import Licence
from feedback_app.base.menu import MenuEntry

TEXTS = TextTable(
    {
        "desk": ("Bureau", "Desk"),
        "menu": ("Menu", "Menu"),
        "skip": ("Aller au contenu", "Skip to content"),
        "logout": ("Se déconnecter", "Sign out"),
        "failed_before": ("essais ratés", "failed attempts"),
        "portfolio": ("Besoins", "Needs"),
        "map": ("Carte", "Map"),
        "replies": ("Réponses", "Replies"),
        "search": ("Chercher", "Search"),
        "method": ("Méthode et limites", "Method and limits"),
        "take_part": ("Participer", "Take part"),
        "more": ("À propos de ce site", "About this site"),
        "about": (
            "Ce que les localités disent, de vive voix et même sans réseau, et ce qu’on en a fait.",
            "What localities say, in their own voice and even without a network, and what was done about it.",
        ),
        "cite": ("Pour citer cette page :", "To cite this page:"),
        "cite.day": ("chiffres du", "figures of"),
        "cite.licence": ("Licence {name}", "Licence {name}"),
        "csr": ("RSE", "CSR"),
        "practices": ("Solutions", "Solutions"),
        "server": ("Serveur", "Server"),
        "figures": ("Ressenti", "Feelings"),
        "follow": ("Suivre une parole", "Follow what was said"),
        "data": ("Données ouvertes", "Open data"),
        "bourse": ("Bourse", "Exchange"),
        "rights": ("Vos droits et vos données", "Your rights and your data"),
        "voice.record": ("Parler au micro", "Record my voice"),
        "voice.stop": ("Arrêter", "Stop"),
        "voice.again": ("Recommencer", "Record again"),
        "voice.erase": ("Retirer cette voix", "Remove this voice"),
        "voice.refused": (
            "Le navigateur ne laisse pas entendre le micro. Autorisez-le, ou choisissez un fichier.",
            "The browser does not let the microphone be heard. Allow it, or choose a file.",
        ),
        "voice.none": ("Pas de micro ici. Choisissez un fichier.", "There is no microphone here. Choose a file."),
        "voice.short": ("C’est trop court : recommencez.", "That is too short: record it again."),
        "voice.full": ("Trois minutes : c’est le plus long.", "Three minutes: it cannot be longer."),
        "offline": (
            "Pas de réseau : rien n’a été envoyé. Réessayez quand il revient.",
            "No network: nothing was sent. Try again when it is back.",
        ),
        "failed": (
            "Cela n’a pas marché et rien n’a changé. Rechargez la page, puis réessayez.",
            "That did not work and nothing has changed. Reload the page, then try again.",
        ),
        "changed": (
            "Cette page a changé entre-temps. Rechargez-la avant de décider.",
            "This page has changed meanwhile. Reload it before you decide.",
        ),
        "behind": ("Du nouveau est arrivé.", "Something new has come in."),
        "behind.show": ("Afficher", "Show it"),
        "upload_most": (
            "Jusqu’à {most} Mo. Ce qui est devant le serveur (nginx, Caddy…) doit en laisser passer autant.",
            "Up to {most} MB. What stands in front of the server (nginx, Caddy …) must let as much through.",
        ),
        "uploading": ("Envoi du fichier…", "Sending the file …"),
        "upload_too_large": (
            "Ce fichier fait {size} Mo ; {most} Mo au plus peuvent être reçus. Rien n’a été envoyé.",
            "This file has {size} MB; at most {most} MB can be taken. Nothing was sent.",
        ),
        "upload_refused": (
            "Le fichier ({size} Mo) est trop gros pour ce qui est devant le serveur : rien n’a été reçu, rien n’a "
            "changé. La personne qui s’occupe du serveur doit laisser passer plus (nginx : client_max_body_size 300m).",
            "The file ({size} MB) is too large for what stands in front of the server: nothing was taken, nothing has "
            "changed. The person who looks after the server must let more through (nginx: client_max_body_size 300m).",
        ),
        "upload_failed": (
            "Le serveur ne répond pas bien ({status}) : le fichier n’est peut-être pas arrivé. Regardez la liste, puis "
            "recommencez.",
            "The server does not answer well ({status}): the file may not have arrived. Look at the list, then try "
            "again.",
        ),
        "upload_cut": (
            "L’envoi du fichier ({size} Mo) a été coupé. Vérifiez le réseau, puis recommencez. Si cela se répète, le "
            "fichier est peut-être trop gros pour ce qui est devant le serveur.",
            "Sending the file ({size} MB) was cut off. Check the network, then try again. If it happens again, the "
            "file may be too large for what stands in front of the server.",
        ),
        "public_foot": (
            "Seuls les besoins acceptés par le Lab paraissent ici, sans noms, à l’échelle de la zone.",
            "Only needs that the Lab accepted are shown here, without names, by area.",
        ),
    }
)

# Evaluated attributes and injected styles would need holes in the content policy; pages about people are not stored in
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


HOME = "/desk/home"
"""What everybody may open who is signed in."""


class PageLayout:
    """What the layouts know as `layout`."""

    htmx_config = HTMX_CONFIG

    def say(self, key: str, **values: str) -> str:
        """A word of the frame, in the caller's language."""
        return TEXTS.say(key, **values)

    def raw(self, key: str) -> str:
        """The same with its `{…}` left for a script to fill in."""
        return TEXTS.rows[key][LANGUAGES.index(language())]

    def most(self, door: str) -> int:
        """The most bytes that the form of a view (`blueprint.view`) may have in all."""
        bounds: FormBounds = getattr(current_app.view_functions[door], "bounds", PLAIN_FORM)
        return bounds.in_all

    def me(self) -> Any:
        """Who is signed in at this page's door; None at a public page."""
        return g.get("caller")

    def menu(self) -> list[MenuEntry]:
        """What the signed-in person may open."""
        entries: list[MenuEntry] = current_app.extensions["echo_menu"]
        return [entry for entry in entries if is_allowed(entry.needs)]

    def start(self) -> str:
        """The desk's first page for whoever is signed in."""
        first = "/desk/" if self.me() is None else HOME
        return next((entry.href for entry in self.menu() if entry.href.startswith("/desk/")), first)

    def address(self, path: str | None = None) -> str:
        """The whole address of a page, this one's without what it is asked for. It begins with what the server is
        called in its settings, never with what a request names as its host: pages are stored for everybody."""
        settings: Any = current_app.extensions["echo_settings"]
        return f"{settings.public_url}{quote(path or request.path)}"

    @property
    def licence(self) -> Licence:
        """Under which anyone may use what public pages and files say."""
        settings: Any = current_app.extensions["echo_settings"]
        return Licence(settings.data_licence)

    def day(self, day: dt.date) -> str:
        """A day in words, in the caller's language."""
        return day_words(day, language())

    def here(self) -> str:
        """The address to come back to after changing the language."""
        return request.full_path.rstrip("?") if request.method in SAFE else request.path


LAYOUT = PageLayout()


def add_layout(app: Flask) -> None:
    """Gives every template `layout` and `asset`."""
    app.jinja_env.globals.update(layout=LAYOUT, asset=assets.address, has_asset=assets.has)
