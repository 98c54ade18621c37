"""The door for anyone: the portfolio as pages, and in each of its formats."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, representations
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.portfolio.formats import FORMATS
from feedback_app.portfolio.listing import view as list_view
from feedback_app.portfolio.listing.groups import ListQuery, figure
from feedback_app.portfolio.listing.public_list import read
from feedback_app.portfolio.listing.texts import TEXTS
from feedback_app.portfolio.output import Format, Page
from feedback_app.portfolio.texts import month_words, needs_words, places_words, voices_words
from schemas.portfolio import LONGEST_CODE, PortfolioQuerySchema
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

api = audience.api(__name__)
pages = audience.pages(__name__)

NOT_CHANGED = "Nothing has changed since the answer whose `ETag` was sent as `If-None-Match`"
TOLD = {
    "ETag": {"description": "Strong; changes exactly when the content does", "schema": {"type": "string"}},
    "Link": {"description": "The next and the previous page (RFC 8288)", "schema": {"type": "string"}},
}


def _offer(one: Format) -> None:
    """Opens the list's address in a format. The list's own also answers in the others, as `Accept` asks."""

    def view(asked: dict[str, Any]) -> Response:
        return _answer(asked, one if one.ending else _wanted())

    view.__name__, view.__doc__ = f"portfolio{one.ending.replace('.', '_')}", one.about
    said = {"content_type": one.media_type, "description": one.content} if one.ending else {}
    view = api.alt_response(304, description=NOT_CHANGED)(view)
    view = api.response(200, one.schema, headers=TOLD, **said)(view)
    view = api.arguments(PortfolioQuerySchema, location="query")(view)
    api.get(one.address)(view)


for _each in FORMATS:
    _offer(_each)


def _wanted() -> Format:
    """What `Accept` asks for."""
    by_type = {one.media_type: one for one in FORMATS}
    return by_type[request.accept_mimetypes.best_match(by_type, default=FORMATS[0].media_type)]


def _answer(asked: dict[str, Any], form: Format) -> Response:
    limit, offset = asked.pop("limit"), asked.pop("offset")
    shown = read(db.session, ListQuery(**asked))
    page = Page(
        lines=shown.lines(offset, offset + limit),
        figure=figure(shown.groups),
        limit=limit,
        offset=offset,
        next=_page(asked, form, limit, offset + limit) if offset + limit < len(shown.groups) else None,
        previous=_page(asked, form, limit, max(0, offset - limit)) if offset > 0 else None,
    )
    return _conditional(page, form)


def _page(asked: dict[str, Any], form: Format, limit: int, offset: int) -> str:
    query = {name: str(value) for name, value in asked.items() if value} | {"limit": limit, "offset": offset}
    return f"{form.address}?{urlencode(query)}"


def _conditional(page: Page, form: Format) -> Response:
    answer = representations.tagged(form.write(page), form.media_type)
    if form.content_type:
        answer.headers["Content-Type"] = form.content_type
    if form.file:
        answer.headers["Content-Disposition"] = f'attachment; filename="{form.file}"'
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
        "month": lambda month: month_words(month, language()), "domain": _domain, "places_at_once": list_view.PLACES,
        "formats": FORMATS, "in_words": label,
    }  # fmt: skip


def _domain(code: str) -> dict[str, str]:
    term = vocabulary("domains").get(code)
    return {"label": vocabulary("domains").label(code, language()), "picture": (term.picture if term else None) or ""}


@pages.get("/")
@in_menu("public", words=("Portefeuille public", "Public portfolio"), order=110, needs=Permission.READ_PUBLIC)
def start() -> ResponseReturnValue:
    """What localities ask for: the portfolio, with its map."""
    offset = _number(request.args.get("offset", ""))
    view = list_view.portfolio(db.session, _asked(), offset=offset, lang=language())
    return _page_of("portfolio/portfolio.html", view=view, section="portfolio", lines_at_once=list_view.LINES)


@pages.get("/portfolio/<uuid:theme_id>")
def theme(theme_id: uuid.UUID) -> ResponseReturnValue:
    """One theme: who says it where, what answers it, who pays."""
    view = list_view.portfolio(db.session, ListQuery(theme=theme_id), offset=0, lang=language())
    if not view.themes:
        raise Problem("not-found")
    return _page_of("portfolio/theme.html", view=view, theme=view.themes[0], section="portfolio")


def _asked() -> ListQuery:
    """What the address asks for. What makes no sense asks for nothing that exists."""
    given = {name: request.args.get(name, "")[:LONGEST_CODE] for name in ("programme", "domain", "place")}
    try:
        chosen = uuid.UUID(request.args["theme"]) if request.args.get("theme") else None
    except ValueError:
        chosen = uuid.UUID(int=0)
    return ListQuery(**given, theme=chosen)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _page_of(template: str, **values: Any) -> Response:
    answer = make_response(render_template(template, **values))
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
