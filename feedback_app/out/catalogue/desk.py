"""The desk's door to data: every dataset in every format, and accepted records as far as the caller may take them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, cast

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.audit.transactions import note_read
from feedback_app.base import audience, clock, ids, zones
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached, personal_file
from feedback_app.enrol.desk import personal_area, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.out.catalogue.texts import TEXTS
from feedback_app.out.columns import column
from feedback_app.out.dataset import Page, Row
from feedback_app.out.datasets import DATASETS
from feedback_app.out.format import Format
from feedback_app.out.formats import FORMATS, exports
from feedback_app.out.records import RECORDS
from feedback_app.review.queue.exported_records import MOST, RecordReader, accepted, count_records, record_rows
from feedback_app.review.queue.query import Query, read_query
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)


@pages.context_processor
def words() -> dict[str, Any]:
    """What the page says things with."""
    return {"say": TEXTS.say, "in_words": lambda texts: label(texts, language()), "column": column}


@pages.get("/data")
def data() -> ResponseReturnValue:
    """What may be taken along: the records of the list that led here, and every public dataset."""
    reader, query = _asked()
    public = [(one, exports(one)) for one in DATASETS if one.audience == "public"]
    return not_cached(
        render_template(
            "catalogue/desk.html", section="queue", reader=reader, query=query, most=MOST, records=RECORDS,
            n=count_records(db.session, reader, query), formats=_formats(),
            datasets=sorted(public, key=lambda one: label(one[0].title, language())),
        )
    )  # fmt: skip


@pages.get("/data/records")
def records() -> ResponseReturnValue:
    """Accepted records as a file, written row by row; noted each time. Problem `not-found` for a format that there is
    not, or for more records than a file may have."""
    chosen = next((one for one in _formats() if one.ending == request.args.get("as")), None)
    reader, query = _asked()
    if chosen is None or chosen.into is None or count_records(db.session, reader, query) > MOST:
        raise Problem("not-found")
    out = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - sent once it is written
    counted = {"records": 0, "is_sensitive": 0, "personal": 0}
    chosen.into(RECORDS, _counted(record_rows(db.session, reader, query), counted), _page(), out)
    note_read(
        "records_exported", about=("export", ids.new_id()), programme=reader.area.programme_id,
        format=chosen.ending.strip("."), **counted,
    )  # fmt: skip
    out.seek(0)
    kind = chosen.content_type or chosen.media_type
    return personal_file(out, kind, name=f"{RECORDS.name}-{_today()}{chosen.ending}")


def _asked() -> tuple[RecordReader, Query]:
    """Who takes records along, of which places, and which of them."""
    area, caller = shown_area(), audience.caller(StaffIdentity)
    reader = RecordReader(area, personal_area(area.programme_id), caller.person_id, clock.now())
    return reader, accepted(read_query(request.args))


def _formats() -> list[Format]:
    """Those that a table can be written in as it is read."""
    return [one for one in FORMATS if one.into and one.fits(RECORDS)]


def _page() -> Page:
    licence = current_app.extensions["echo_settings"].data_licence
    return Page(rows=(), total=0, figures={}, limit=MOST, offset=0, as_of=_today(), licence=licence)


def _today() -> str:
    return zones.local_day(clock.now()).isoformat()


def _counted(rows: Iterator[Row], counted: dict[str, int]) -> Iterator[Row]:
    for row in rows:
        counted["records"] += 1
        counted["is_sensitive"] += bool(row["is_sensitive"])
        counted["personal"] += _is_personal(row)
        yield row


def _is_personal(row: Mapping[str, Any]) -> bool:
    return any(row[name] for name in ("person", "words", "recorded_by"))
