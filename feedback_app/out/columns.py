"""The dictionary of all columns that leave: what each holds, its type and its HXL tag. One name means one thing."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

_IN = {"fr": {"fr": "en français", "en": "in French"}, "en": {"fr": "en anglais", "en": "in English"}}
"""The language that a column is in, in the words of who reads."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `type` is one of CSV on the Web: `string`, `integer`, `number`, `date`; `url` is a string too."""

    name: str
    type: str
    hxl: str
    about: Mapping[str, str]
    """What people read, by language."""


def column(name: str) -> Column:
    """What a column of this name holds; the words of a code (`domain_fr`) are described with it. KeyError where nobody
    described it."""
    known = _columns()
    if name in known:
        return known[name]
    base, _, lang = name.rpartition("_")
    if lang not in _IN:
        raise KeyError(name)
    about = {reader: f"{words}, {_IN[lang][reader]}" for reader, words in known[base].about.items()}
    return Column(name, "string", f"{known[base].hxl.replace('+code', '')}+label+{lang}", about)


@functools.cache
def _columns() -> Mapping[str, Column]:
    text = resources.files(__package__).joinpath("columns.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["name"]: _column(row) for row in rows}


def _column(row: Mapping[str, str]) -> Column:
    return Column(row["name"], row["type"], row["hxl"], {lang: row[lang] for lang in _IN})
