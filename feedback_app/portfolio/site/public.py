"""The door for anyone: the first page, and the pages that say how all of this is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.answer_cache import answer_cache
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import prepared, prepared_answer
from feedback_app.insight.figures.texts import TEXTS as FIGURE_TEXTS
from feedback_app.portfolio.bourse.figures import money
from feedback_app.portfolio.bourse.texts import TEXTS as BOURSE_TEXTS
from feedback_app.portfolio.csr.names import compared_level
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.groups import Figure, PlaceWords, figure
from feedback_app.portfolio.listing.page_words import page_words
from feedback_app.portfolio.site import choropleth, guide, home, places
from feedback_app.portfolio.site import search as finder
from feedback_app.portfolio.site.preview import preview
from feedback_app.portfolio.site.texts import TEXTS
from feedback_app.portfolio.site.version import version
from feedback_app.portfolio.texts import needs_words, voices_words
from feedback_app.register.lookup_store import PlacePoint, place_points
from schemas.portfolio import LONGEST_CODE
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__)

ASKED_OF_THE_LIST = ("programme", "domain", "place", "theme", "offset")
"""What the first page was asked for when it was the list of needs."""


@pages.context_processor
def words() -> dict[str, Any]:
    """What these pages say things with."""
    return {
        **page_words(TEXTS.say), "figure_say": FIGURE_TEXTS.say, "money": money,
        "place_address": place_address,
        "stage_words": lambda code: vocabulary("practice_stages").label(code, language()),
        "level_words": lambda code: vocabulary("place_levels").label(code, language()),
    }  # fmt: skip


@pages.get("/")
@in_menu("public", words=("Portefeuille public", "Public portfolio"), order=110, needs=Permission.READ_PUBLIC)
def start() -> ResponseReturnValue:
    """What this is, what was heard, what was done about it. Addresses of the list of needs that were given out when
    that was the first page lead to it."""
    asked = {name: request.args[name] for name in ASKED_OF_THE_LIST if name in request.args}
    return redirect(f"/besoins?{urlencode(asked)}", 301) if asked else page_of(_home)


def _home() -> str:
    view = home.home(db.session, today=today(), lang=language())
    return render_template("site/home.html", view=view, section="home", shown=home)


@pages.get("/lieu/<place_code>")
def place(place_code: str) -> ResponseReturnValue:
    """A place: what is said there, answered, funded, done; what is inside."""
    return _place_at(place_code, "/lieu")


@pages.get("/region/<place_code>")
def region(place_code: str) -> ResponseReturnValue:
    """The same of a place of the level that maps compare."""
    return _place_at(place_code, "/region")


def _place_at(code: str, prefix: str) -> ResponseReturnValue:
    points = place_points(db.session, [code]) if len(code) <= LONGEST_CODE and "\x00" not in code else {}
    if code not in points:
        raise Problem("not-found")
    address = place_address(points[code])
    return page_of(partial(_place, code)) if address.startswith(f"{prefix}/") else redirect(address, 301)


def _place(code: str) -> str:
    view = places.place_page(db.session, code, today=today(), lang=language())
    if view is None:
        raise Problem("not-found")
    return render_template(
        "site/place.html", view=view, section="map", lines_at_once=places.LINES, most_initiatives=places.MONEY_LINES,
        project_state=lambda one: BOURSE_TEXTS.say(f"state.{one.state}"),
    )  # fmt: skip


def place_address(point: PlacePoint | PlaceWords) -> str:
    """Where the page of a place is."""
    prefix = "/region" if point.level == compared_level() else "/lieu"
    return f"{prefix}/{quote(point.code, safe='')}"


@pages.get("/carte")
def area() -> ResponseReturnValue:
    """All compared places on a map and in a table."""
    asked = request.args.get("quoi", "")[:LONGEST_CODE]
    return page_of(partial(_area, asked if asked in choropleth.MEASURES else ""))


def _area(asked: str) -> str:
    view = choropleth.area_map(db.session, asked, today=today(), lang=language())
    day = public_list.figures_day(db.session, today=today())
    return render_template("site/area.html", view=view, measures=choropleth.MEASURES, day=day, section="map")


@pages.get("/recherche")
def search() -> ResponseReturnValue:
    """What is public and has all words that are asked for."""
    asked = " ".join(request.args.get("q", "").replace("\x00", " ").split())[: finder.LONGEST]
    found = finder.search(db.session, asked, version=version(db.session), today=today(), lang=language())
    page = render_template("site/search.html", asked=asked, found=found, most=finder.MOST, section="search")
    return not_stored(prepared_answer(prepared(page.encode(), "text/html")))


@pages.get("/apercu.png")
def shared_picture() -> ResponseReturnValue:
    """The picture that goes with a shared page: of a place where one is named, else of all."""
    key = ("preview", version(db.session), str(today()), request.args.get("lieu", "")[:LONGEST_CODE])
    answer = prepared_answer(answer_cache().get(key, lambda: prepared(_preview(key[3]), "image/png")))
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _preview(code: str) -> bytes:
    """In French, whoever asks: it is one picture for all who see a link."""
    point = place_points(db.session, [code]).get(code) if code and "\x00" not in code else None
    view = places.place_page(db.session, code, today=today(), lang="fr") if point else None
    shown = public_list.gathered(db.session) if view is None else None
    if view is not None and not view.is_folded:
        return preview(view.place.label, _figures(view.heard.figure))
    if view is not None:
        return preview(view.place.label, TEXTS.say("home.title", lang="fr"))
    return preview(TEXTS.say("home.title", lang="fr"), _figures(figure(shown.groups if shown else ())))


def _figures(shown: Figure) -> str:
    if not shown.needs:
        return ""
    return f"{voices_words(shown.voices, shown.k, 'fr')} · {needs_words(shown.needs, 'fr')}"


@pages.get("/methode")
def method() -> ResponseReturnValue:
    """How figures are made, and what they do not say."""
    return page_of(_method)


def _method() -> str:
    day = public_list.figures_day(db.session, today=today())
    return render_template("site/method.html", view=guide.method(db.session, language()), day=day, section="method")


@pages.get("/participer")
def take_part() -> ResponseReturnValue:
    """How to speak, to follow what became of it, to help."""
    return page_of(lambda: render_template("site/take_part.html", section="take_part"))


def today() -> dt.date:
    """The day that pages are of."""
    return clock.now().date()


def page_of(render: Callable[[], str]) -> Response:
    """A page, rendered once for each version of all that is public, day, address and language."""
    key = ("site", version(db.session), str(today()), language(), request.full_path)
    return not_stored(prepared_answer(answer_cache().get(key, lambda: prepared(render().encode(), "text/html"))))


def not_stored(answer: Response) -> Response:
    """A page that browsers ask for anew, in the language of who asks."""
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
