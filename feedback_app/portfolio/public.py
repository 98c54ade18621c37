"""The door for anyone: the portfolio as pages, as JSON, GeoJSON, CSV and XLSX."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, representations
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.portfolio import formats, public_view
from feedback_app.portfolio.listing import Asked, figure
from feedback_app.portfolio.shown import read
from feedback_app.portfolio.texts import TEXTS, month_words, needs_words, places_words, voices_words
from schemas.portfolio import FEATURES, LONGEST_CODE, PortfolioQuerySchema, PortfolioSchema
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

api = audience.api(__name__)
pages = audience.pages(__name__)

ADDRESS = "/api/v1/portfolio"
ENDINGS = {formats.JSON: "", formats.GEOJSON: ".geojson", formats.CSV: ".csv", formats.XLSX: ".xlsx"}
FILES = {formats.CSV: "portfolio.csv", formats.XLSX: "portfolio.xlsx"}
"""What a download is called."""
NOT_CHANGED = "Nothing has changed since the answer whose `ETag` was sent as `If-None-Match`"
TOLD = {
    "ETag": {"description": "Strong; changes exactly when the content does", "schema": {"type": "string"}},
    "Link": {"description": "The next and the previous page (RFC 8288)", "schema": {"type": "string"}},
}


@api.get(ADDRESS)
@api.arguments(PortfolioQuerySchema, location="query")
@api.response(200, PortfolioSchema, headers=TOLD)
@api.alt_response(304, description=NOT_CHANGED)
def portfolio(asked: dict[str, Any]) -> Response:
    """List accepted needs, gathered by place, domain and theme.

    No line stands for a person: figures below `k` are not told, places are never finer than the programme allows.
    `Accept` names the other formats: `application/geo+json`, `text/csv`, or that of an XLSX workbook. The answer
    carries a strong `ETag`, which changes exactly when its content does; `Link` names the next and the previous page.
    """
    wanted = request.accept_mimetypes.best_match(list(formats.WRITERS), default=formats.JSON)
    return _answer(asked, wanted or formats.JSON)


@api.get(f"{ADDRESS}.geojson")
@api.arguments(PortfolioQuerySchema, location="query")
@api.response(200, FEATURES, content_type=formats.GEOJSON, description="An RFC 7946 FeatureCollection", headers=TOLD)
@api.alt_response(304, description=NOT_CHANGED)
def portfolio_geojson(asked: dict[str, Any]) -> Response:
    """List accepted needs for maps, a feature a need.

    The geometry is the point of the (coarse) place, null where it is not known. Properties as in the JSON list.
    """
    return _answer(asked, formats.GEOJSON)


@api.get(f"{ADDRESS}.csv")
@api.arguments(PortfolioQuerySchema, location="query")
@api.response(
    200, {"type": "string"}, content_type=formats.CSV, description="A header and a row a need, UTF-8", headers=TOLD
)
@api.alt_response(304, description=NOT_CHANGED)
def portfolio_csv(asked: dict[str, Any]) -> Response:
    """List accepted needs for spreadsheets, a row a need.

    Text that a spreadsheet would take for a formula is quoted with an apostrophe.
    """
    return _answer(asked, formats.CSV)


@api.get(f"{ADDRESS}.xlsx")
@api.arguments(PortfolioQuerySchema, location="query")
@api.response(
    200, {"type": "string", "format": "binary"}, content_type=formats.XLSX,
    description="A workbook with the columns of the CSV", headers=TOLD,
)  # fmt: skip
@api.alt_response(304, description=NOT_CHANGED)
def portfolio_xlsx(asked: dict[str, Any]) -> Response:
    """List accepted needs as a workbook, a row a need.

    Opens in spreadsheets of every language, whatever separator and code page they expect of a CSV.
    """
    return _answer(asked, formats.XLSX)


def _answer(asked: dict[str, Any], kind: str) -> Response:
    limit, offset = asked.pop("limit"), asked.pop("offset")
    shown = read(db.session, Asked(**asked))
    page = formats.Page(
        lines=shown.lines(offset, offset + limit),
        figure=figure(shown.groups),
        limit=limit,
        offset=offset,
        next=_page(asked, kind, limit, offset + limit) if offset + limit < len(shown.groups) else None,
        previous=_page(asked, kind, limit, max(0, offset - limit)) if offset > 0 else None,
    )
    return _conditional(formats.WRITERS[kind](page), kind, page)


def _page(asked: dict[str, Any], kind: str, limit: int, offset: int) -> str:
    query = {name: str(value) for name, value in asked.items() if value} | {"limit": limit, "offset": offset}
    return f"{ADDRESS}{ENDINGS[kind]}?{urlencode(query)}"


def _conditional(body: bytes, kind: str, page: formats.Page) -> Response:
    answer = representations.tagged(body, kind)
    if kind == formats.CSV:
        answer.headers["Content-Type"] = "text/csv; charset=utf-8; header=present"
    if kind in FILES:
        answer.headers["Content-Disposition"] = f'attachment; filename="{FILES[kind]}"'
    links = [f'<{address}>; rel="{rel}"' for rel, address in (("next", page.next), ("prev", page.previous)) if address]
    if links:
        answer.headers["Link"] = ", ".join(links)
    return answer


@api.after_request
def open_to_other_sites(answer: Response) -> Response:
    """Pages of other sites may read these answers: they are the same for everyone and carry no session."""
    answer.vary.update(["Accept", "Accept-Encoding"])
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = "If-None-Match, Accept"
        answer.headers["Access-Control-Max-Age"] = "86400"
    return answer


@pages.context_processor
def words() -> dict[str, Any]:
    """What the public pages say things with."""
    return {
        "say": TEXTS.say, "voices": voices_words, "needs_words": needs_words, "places_words": places_words,
        "month": lambda month: month_words(month, language()), "domain": _domain, "places_at_once": public_view.PLACES,
    }  # fmt: skip


def _domain(code: str) -> dict[str, str]:
    term = vocabulary("domains").get(code)
    return {"label": vocabulary("domains").label(code, language()), "picture": (term.picture if term else None) or ""}


@pages.get("/")
@in_menu("public", words=("Portefeuille public", "Public portfolio"), order=110, needs=Permission.READ_PUBLIC)
def start() -> ResponseReturnValue:
    """What localities ask for: the portfolio, with its map."""
    offset = _number(request.args.get("offset", ""))
    view = public_view.portfolio(db.session, _asked(), offset=offset, lang=language())
    return _page_of("portfolio/portfolio.html", view=view, section="portfolio", lines_at_once=public_view.LINES)


@pages.get("/portfolio/<uuid:theme_id>")
def theme(theme_id: uuid.UUID) -> ResponseReturnValue:
    """One theme: who says it where, what answers it, who pays."""
    view = public_view.portfolio(db.session, Asked(theme=theme_id), offset=0, lang=language())
    if not view.themes:
        raise Problem("not-found")
    return _page_of("portfolio/theme.html", view=view, theme=view.themes[0], section="portfolio")


def _asked() -> Asked:
    """What the address asks for. What makes no sense asks for nothing that exists."""
    given = {name: request.args.get(name, "")[:LONGEST_CODE] for name in ("programme", "domain", "place")}
    try:
        chosen = uuid.UUID(request.args["theme"]) if request.args.get("theme") else None
    except ValueError:
        chosen = uuid.UUID(int=0)
    return Asked(**given, theme=chosen)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _page_of(template: str, **values: Any) -> Response:
    answer = make_response(render_template(template, **values))
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
