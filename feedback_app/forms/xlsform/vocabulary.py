"""`select_one vocabulary:NAME`: the choices are a vocabulary's terms, written out before the form is read.

The stored form has them as choices of its own, so that it is an XLSForm for everybody, and stays what it was
when the vocabulary grows. A vocabulary that is not there is refused as a list that is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from feedback_app.forms.xlsform.rows import language_code
from schemas.vocabulary import Term, vocabularies, vocabulary

_ASKED = re.compile(r"(select[ _](?:one|multiple)\s+)vocabulary:(\S+)(.*)", re.DOTALL)
_LABEL = re.compile(r"label(?:::(.+))?")


def write_out(sheets: Any) -> None:
    """Turns what names a vocabulary into a list of choices, in place."""
    columns = _labels(sheets)
    wanted: dict[str, None] = {}
    for row in sheets.survey:
        asked = _ASKED.fullmatch(str(row.get("type", "")).strip())
        if asked and asked[2] in vocabularies():
            row["type"] = f"{asked[1]}{_list_name(asked[2])}{asked[3]}"
            wanted[asked[2]] = None
    added = [_choice(name, term, columns) for name in wanted for term in vocabulary(name).terms]
    if added:
        sheets.choices = [*(sheets.choices or []), *added]
        sheets.choices_header = [dict.fromkeys(_names(sheets.choices))]


def _list_name(name: str) -> str:
    return f"vocabulary_{name}"


def _labels(sheets: Any) -> Mapping[str, str]:
    """The form's columns of labels, each with its language's code; one that names none is in the form's own."""
    settings = sheets.settings[0]
    own = language_code(str(settings.get("default_language", ""))) or "fr"
    found = {name: _LABEL.fullmatch(name) for name in _names(sheets.survey)}
    return {name: language_code(label[1]) or own if label[1] else own for name, label in found.items() if label}


def _names(rows: Iterable[Mapping[Any, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row if isinstance(name, str)))


def _choice(name: str, term: Term, columns: Mapping[str, str]) -> dict[str, str]:
    """A term as a row of choices; in a language that it has no word in, its French one."""
    labels = {column: term.label.get(code, term.label["fr"]) for column, code in columns.items()}
    picture = {"media::image": term.picture} if term.picture else {}
    return {"list_name": _list_name(name), "name": term.code, **labels, **picture}
