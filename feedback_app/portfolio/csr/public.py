"""The door for anyone: the CSR map, its organisations and initiatives, and the framework, as pages."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.answer_cache import answer_cache
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.problem import Problem
from feedback_app.base.representations import prepared, prepared_answer
from feedback_app.portfolio.csr import gap, need_money, picture, published
from feedback_app.portfolio.csr.picture import CsrQuery
from feedback_app.portfolio.csr.public_texts import TEXTS
from feedback_app.portfolio.csr.published import Initiative, PublicSheet, PublicSheets
from feedback_app.portfolio.csr.view import money
from feedback_app.register.store import shapes_of
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__)

LINES = 25
MOST = 200
"""Organisations that the map's page names."""


@pages.context_processor
def words() -> dict[str, Any]:
    """What the public pages of the CSR map say things with."""
    return {"say": TEXTS.say, "money": money, "term": _term, "in_words": label, "day": _day, "section": "csr"}


def _term(name: str, code: str | None) -> str:
    return vocabulary(name).label(code, language()) if code else ""


def _day(text: str) -> str:
    """A day, a month or a year as people read it."""
    parts = text.split("-")
    return "/".join(reversed(parts)) if language() == "fr" else text


@pages.get("/rse")
def csr_map() -> ResponseReturnValue:
    """Who does what, where, with which money."""
    return _page_of(_map)


def _map() -> str:
    sheets, asked, offset = published.public_sheets(db.session), _asked(), _number("offset")
    fitting = picture.asked_for(sheets.initiatives, asked)
    everywhere = picture.asked_for(sheets.initiatives, _without_place(asked))
    lines = picture.place_lines(everywhere, sheets.areas.name)
    codes = {one.code for one in lines} | set(sheets.areas.home_codes)
    return render_template(
        "csr/map.html", asked=asked, sheets=sheets, total=len(fitting), shown=fitting[offset : offset + LINES],
        offset=offset, lines_at_once=LINES, figure=picture.sums(fitting), lines=lines,
        by_code={one.code: one for one in lines}, edges=picture.tone_edges(one.figure.committed for one in lines),
        drawn=picture.draw(lines, sheets, shapes_of(db.session, sorted(codes))),
        organisations=_organisations(sheets, fitting)[:MOST], options=_options(sheets, lines),
        unplaced=sum(not one.areas for one in everywhere),
    )  # fmt: skip


def _without_place(asked: CsrQuery) -> CsrQuery:
    return CsrQuery(asked.sector, asked.subject, asked.goal, asked.year)


def _options(sheets: PublicSheets, lines: Sequence[picture.PlaceLine]) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen: only what there is."""
    every = sheets.initiatives
    return {
        "sector": _offered("sectors", (code for one in every for code in one.sectors)),
        "subject": _offered("iso26000", (code for one in every for code in one.subjects)),
        "goal": _offered("sdgs", (code for one in every for code in one.goals)),
        "year": [(str(year), str(year)) for year in picture.years_of(every)],
        "place": sorted(((one.code, one.name) for one in lines), key=lambda one: one[1]),
    }


def _offered(name: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    there = set(codes)
    return [(one.code, one.label[language()]) for one in vocabulary(name).terms if one.code in there]


def _organisations(sheets: PublicSheets, some: Iterable[Initiative]) -> list[PublicSheet]:
    """The organisations that pay for any of these."""
    paying = {payer.id for one in some for payer in one.payers}
    return [one for one in sheets.organisations if one.id in paying]


@pages.get("/rse/organisations/<uuid:organisation_id>")
def organisation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """One organisation: what it promises, pays for and does."""
    return _page_of(partial(_organisation, organisation_id))


def _organisation(organisation_id: uuid.UUID) -> str:
    sheets = published.public_sheets(db.session)
    found = next((one for one in sheets.organisations if one.id == organisation_id), None)
    if found is None:
        raise Problem("not-found")
    mine = [one for one in sheets.initiatives if any(payer.id == found.id for payer in one.payers)]
    promised = [one for one in sheets.commitments if any(payer.id == found.id for payer in one.payers)]
    return render_template(
        "csr/organisation.html", one=found, initiatives_of=mine, commitments=promised, figure=picture.sums(mine),
        promised=picture.sums(promised),
        sheets=sheets, shares={one.id: payer.share for one in (*mine, *promised) for payer in one.payers
                               if payer.id == found.id},
    )  # fmt: skip


@pages.get("/rse/actions/<uuid:initiative_id>")
def initiative(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """One initiative or commitment, with its source."""
    return _page_of(partial(_initiative, initiative_id))


def _initiative(initiative_id: uuid.UUID) -> str:
    sheets = published.public_sheets(db.session)
    found = next((one for one in (*sheets.initiatives, *sheets.commitments) if one.id == initiative_id), None)
    if found is None:
        raise Problem("not-found")
    return render_template("csr/initiative.html", one=found, sheets=sheets)


@pages.get("/rse/cadre")
def framework() -> ResponseReturnValue:
    """The laws, incentives and norms of CSR, and what each means for a company."""
    return _page_of(_framework)


def _framework() -> str:
    return render_template("csr/framework.html", sheets=published.public_sheets(db.session))


@pages.get("/rse/besoins")
def need_against_money() -> ResponseReturnValue:
    """Where people ask for more than the money that goes there, with what is not known; each place's potential."""
    return _page_of(_need_against_money)


def _need_against_money() -> str:
    sheets = published.public_sheets(db.session)
    return render_template(
        "csr/need_money.html", view=need_money.compare(db.session, sheets), sheets=sheets, weights=gap.WEIGHTS,
        least_gap=round(gap.LEAST_GAP * 100), least_voices=gap.LEAST_VOICES,
        family=_family, decimal=_decimal,
    )  # fmt: skip


def _family(code: str) -> str:
    return need_money.family_label(code, language())


def _decimal(number: object) -> str:
    """A number as people write it: `0,40`."""
    return str(number).replace(".", ",") if language() == "fr" else str(number)


def _asked() -> CsrQuery:
    given = {name: request.args.get(name, "")[:60] for name in ("sector", "subject", "goal", "place")}
    return CsrQuery(**given, year=_number("year"))


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _page_of(render: Callable[[], str]) -> Response:
    """A page, rendered once for each version of the sheets, day, address and language."""
    key = ("csr", published.version(db.session), clock.now().date().isoformat(), language(), request.full_path)
    answer = prepared_answer(answer_cache().get(key, lambda: prepared(render().encode(), "text/html")))
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
