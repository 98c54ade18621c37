"""The dictionary of a dataset's CSV as CSV on the Web has it (W3C): columns, types, HXL tags, licence, day. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from feedback_app.out.columns import Column, column
from feedback_app.out.dataset import Dataset, Page
from feedback_app.out.format import Format
from feedback_app.out.formats.csv import FORMAT as CSV

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "fr"}]
HXL = "https://hxlstandard.org/"
"""What its tags are under."""


def write(dataset: Dataset, page: Page) -> bytes:
    """The description of the whole table: the same whatever rows are asked for."""
    assert dataset.table, "not offered"
    return orjson.dumps(
        {
            "@context": CONTEXT,
            "url": f"{dataset.name}{CSV.ending}",
            "dc:title": dataset.summary,
            "dc:description": dataset.about,
            "dc:license": {"@id": page.licence},
            "dc:date": {"@value": page.as_of, "@type": "xsd:date"},
            "tableSchema": {"columns": [dict(_described(column(name))) for name in dataset.table.header]},
        }
    )


def _described(one: Column) -> Iterator[tuple[str, Any]]:
    yield "name", one.name
    yield "titles", one.name
    yield "datatype", "anyURI" if one.type == "url" else one.type
    yield "dc:description", [{"@value": words, "@language": lang} for lang, words in one.about.items()]
    if one.hxl:
        yield f"{HXL}tag", one.hxl


FORMAT = Format(
    rank=5,
    ending=".csv-metadata.json",
    media_type="application/csvm+json",
    write=write,
    label={"fr": "Dictionnaire des colonnes", "en": "Dictionary of columns"},
    about="""Describe the columns of {rows}: what each holds, its type, its HXL tag.

    As CSV on the Web has it, with the licence and the day. Says the same whatever rows are asked for.
    """,
    content="A description of the CSV (CSV on the Web)",
    schema=lambda _: {"type": "object"},
    fits=lambda dataset: dataset.table is not None,
    is_dictionary=True,
)
