"""The door for anyone: each public dataset in each format, and which of them a page may offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, request

from feedback_app.base import audience, clock, zones
from feedback_app.base.answer_cache import answer_cache
from feedback_app.base.db import db
from feedback_app.base.representations import PreparedBody, prepared, prepared_answer
from feedback_app.out.dataset import Dataset, Page
from feedback_app.out.datasets import DATASETS
from feedback_app.out.format import Export
from feedback_app.out.formats import exports

api = audience.api(__name__)

NOT_CHANGED = "Nothing has changed since the answer whose `ETag` was sent as `If-None-Match`"
HEADERS = {
    "ETag": {"description": "Strong; changes exactly when the content does", "schema": {"type": "string"}},
    "Link": {
        "description": "The next and the previous page, the licence, the dictionary of columns (RFC 8288)",
        "schema": {"type": "string"},
    },
}
PUBLIC = [one for one in DATASETS if one.audience == "public"]


def _open(one: Export) -> None:
    """Opens a dataset's address in a format. Its own also answers in the others, as `Accept` asks."""

    def view(asked: dict[str, Any]) -> Response:
        return _answer(asked, one if one.format.ending else _wanted(one.dataset))

    view.__name__, view.__doc__ = f"{one.dataset.name}{one.format.ending}".replace(".", "_"), one.about
    details = {"content_type": one.format.media_type, "description": one.content} if one.format.ending else {}
    view = api.alt_response(304, description=NOT_CHANGED)(view)
    view = api.response(200, one.format.schema(one.dataset), headers=HEADERS, **details)(view)
    view = api.arguments(one.dataset.query, location="query")(view)
    api.get(one.address, tags=[one.dataset.tag])(view)


for _dataset in PUBLIC:
    for _export in exports(_dataset):
        _open(_export)


@api.app_template_global("exports")
def offered(name: str) -> Sequence[Export]:
    """The formats of a public dataset, for pages that offer it; none where there is no such dataset."""
    return [export for one in PUBLIC if one.name == name for export in exports(one)]


def _wanted(dataset: Dataset) -> Export:
    """What `Accept` asks for."""
    first, *_ = some = exports(dataset)
    by_type: dict[str, Export] = {}
    for one in some:
        by_type.setdefault(one.format.media_type, one)
    return by_type[request.accept_mimetypes.best_match(by_type, default=first.format.media_type)]


def _today() -> str:
    """The day on which rows are asked for, in UTC: an answer is another one the day after, for it names its day."""
    return clock.now().date().isoformat()


def _answer(asked: dict[str, Any], export: Export) -> Response:
    as_of = _today()
    if export.dataset.version is None:
        return _sent(_made(asked, export, as_of), export)
    version = export.dataset.version(db.session)
    today = zones.local_day(clock.now()).isoformat() if export.dataset.is_of_day else ""
    key = (export.address, version, as_of, today, *sorted((name, str(one)) for name, one in asked.items()))
    return _sent(answer_cache().get(key, lambda: _made(asked, export, as_of)), export)


def _sent(made: PreparedBody, export: Export) -> Response:
    answer = prepared_answer(made, etag=True)
    if export.format.content_type:
        answer.headers["Content-Type"] = export.format.content_type
    return answer


def _made(asked: Mapping[str, Any], export: Export, as_of: str) -> PreparedBody:
    """The answer's body, with the headers that depend on what was found."""
    chosen = {name: value for name, value in asked.items() if name not in {"limit", "offset"}}
    limit, offset = asked["limit"], asked["offset"]
    today = {"today": zones.local_day(clock.now())} if export.dataset.is_of_day else {}
    found = export.dataset.read(db.session, chosen | today)
    page = Page(
        rows=found.part(offset, offset + limit),
        total=found.total,
        figures=found.figures,
        limit=limit,
        offset=offset,
        next=_address(export, chosen, limit, offset + limit) if offset + limit < found.total else None,
        previous=_address(export, chosen, limit, max(0, offset - limit)) if offset > 0 else None,
        as_of=as_of,
        licence=current_app.extensions["echo_settings"].data_licence,
    )
    return prepared(export.write(page), export.format.media_type, _headers(page, export))


def _address(export: Export, asked: Mapping[str, Any], limit: int, offset: int) -> str:
    query = {name: str(value) for name, value in asked.items() if value} | {"limit": limit, "offset": offset}
    return f"{export.address}?{urlencode(query)}"


def _headers(page: Page, export: Export) -> Iterator[tuple[str, str]]:
    if file := export.file(page.as_of):
        yield "Content-Disposition", f'attachment; filename="{file}"'
    dictionary = next((one.address for one in exports(export.dataset) if one.format.is_dictionary), None)
    found = (("next", page.next), ("prev", page.previous), ("license", page.licence), ("describedby", dictionary))
    yield "Link", ", ".join(f'<{address}>; rel="{rel}"' for rel, address in found if address)


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
