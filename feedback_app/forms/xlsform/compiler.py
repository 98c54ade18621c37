"""From an XLSForm to an instrument's definition.

pyxform reads the form (Markdown tables, or a spreadsheet) and checks its structure; what the phone cannot do is then
refused row by row rather than silently changed. `xlsform_limits` lists what is supported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.forms.engine.definition import Definition
from feedback_app.forms.form_files import FormFile
from feedback_app.forms.xlsform.build import Builder
from feedback_app.forms.xlsform.columns import rename
from feedback_app.forms.xlsform.issue import Issue, XlsformError
from feedback_app.forms.xlsform.limits import LONGEST_FORM, MOST_ROWS
from feedback_app.forms.xlsform.markdown import markdown
from feedback_app.forms.xlsform.rows import check_rows
from feedback_app.forms.xlsform.vocabulary import write_out

__all__ = ["Issue", "Reading", "XlsformError", "compile_markdown", "read_xlsform"]

_ROOT = "echo_form"
"""How pyxform names the root of what it makes; a question may not have the same name."""


@dataclass(frozen=True)
class Reading:
    """An instrument that was understood, and what was left aside on the way (never anything that is asked)."""

    definition: Definition
    notices: tuple[Issue, ...]
    source: str
    """The form as Markdown; read again it gives the same definition."""
    form_id: str = ""
    """What the form calls itself; empty when it does not."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is taken for a form of the field that does not say it, and noticed."""

    title: str
    version: str
    language: str
    """Its name with the code: `French (fr)`."""


def compile_markdown(source: str, name: str) -> Definition:
    """The definition of an instrument written as Markdown tables. Raises `XlsformError`."""
    return read_xlsform(source, name).definition


def read_xlsform(
    source: Any,
    name: str,
    *,
    kind: str = ".md",
    as_text: bool = False,
    assumed: Assumed | None = None,
    files: Mapping[str, FormFile] | None = None,
) -> Reading:
    """Reads a form: `kind` is `.md`, `.xlsx`, `.xls` or `.csv`; or `source` is the rows of its sheets (`read_rows`).
    `name` is the instrument's. Raises `XlsformError`.

    With `as_text` questions of a kind that the phone does not have are asked in words, and columns that mean nothing in
    an XLSForm are left aside; both are noticed. `files` are the pictures and sounds that came along (`form_files`).
    """
    if isinstance(source, str) and len(source) > LONGEST_FORM:
        raise XlsformError([Issue("survey", None, "too-large")])
    sheets = read_rows(source, kind) if isinstance(source, str | bytes) else source
    _check_sheets(sheets)
    rename(sheets)
    taken = _assume(sheets, assumed)
    if not sheets.settings:
        raise XlsformError([Issue("settings", None, "sheet-missing", details={"found": "settings"})])
    write_out(sheets)
    normalised = markdown(sheets)
    remarks = check_rows(sheets, as_text=as_text)
    remarks.notices[:0] = taken
    tree = _tree(sheets, remarks.refusals)
    definition = Builder(sheets, remarks, files=files, as_text=as_text).build(tree, name)
    if remarks.refusals:
        raise XlsformError(remarks.refusals)
    _check_whole(tree)
    settings = sheets.settings[0]
    return Reading(
        definition, tuple(remarks.notices), normalised, str(settings.get("form_id", settings.get("id_string", "")))
    )


def read_rows(source: str | bytes, kind: str) -> Any:
    """The rows of each sheet, as pyxform reads them. Raises `XlsformError`."""
    # pyxform takes a third of a second to import: only those who read forms pay.
    from pyxform.xls2json_backends import get_xlsform

    try:
        return get_xlsform(source, file_type=kind)
    except Exception as error:  # pyxform raises whatever its readers raise
        raise XlsformError([_unreadable(error)]) from error


def _check_sheets(sheets: Any) -> None:
    """That there are questions, and not too many; their days are written out, in place."""
    _write_days(sheets)
    if not sheets.survey:
        raise XlsformError([Issue("survey", None, "sheet-missing", details={"found": "survey"})])
    if len(sheets.survey) + len(sheets.choices or []) > MOST_ROWS:
        raise XlsformError([Issue("survey", None, "too-large")])


_DAY = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)")


def _write_days(sheets: Any) -> None:
    """Cells that a spreadsheet holds as days are written as ISO 8601 has them, in place; midnight is no time."""
    for rows in (sheets.survey, sheets.choices, sheets.settings):
        for row in rows or []:
            for column, cell in row.items():
                if isinstance(cell, str) and (day := _DAY.fullmatch(cell)):
                    row[column] = day[1] if day[2] == "00:00:00" else f"{day[1]}T{day[2]}"


def _assume(sheets: Any, assumed: Assumed | None) -> list[Issue]:
    """Fills in settings that are missing; what was taken for them."""
    if assumed is None:
        return []
    settings = dict((sheets.settings or [{}])[0])
    taken = []
    for needed, other, value in (
        ("form_title", "title", assumed.title), ("version", "version", assumed.version),
        ("default_language", "default_language", assumed.language),
    ):  # fmt: skip
        if not settings.get(needed) and not settings.get(other):
            settings[needed] = value
            taken.append(Issue("settings", None, "setting-assumed", details={"found": needed, "value": value}))
    sheets.settings = [settings]
    sheets.settings_header = [dict.fromkeys(settings)]
    return taken


def _tree(sheets: Any, refusals: list[Issue]) -> Mapping[str, Any]:
    """The form as a tree. When pyxform finds none, the faults of its rows are reported instead: those name rows."""
    from pyxform.xls2json import workbook_to_json

    try:
        tree: dict[str, Any] = workbook_to_json(
            workbook_dict=sheets, form_name=_ROOT, fallback_form_name=_ROOT, warnings=[]
        )
    except Exception as error:
        raise XlsformError(refusals or [_unreadable(error)]) from error
    return tree


def _check_whole(tree: Mapping[str, Any]) -> None:
    """Refuses what pyxform could not make a form of, so that no instrument is ours alone."""
    from pyxform.builder import create_survey_element_from_dict

    try:
        # A title in several languages is read but cannot be written by pyxform.
        create_survey_element_from_dict({**tree, "title": _ROOT}).to_xml(validate=False, warnings=[])
    except Exception as error:
        raise XlsformError([_unreadable(error)]) from error


def _unreadable(error: Exception) -> Issue:
    found = re.search(r"\[row : (\d+)\]", str(error))
    return Issue("survey", int(found[1]) if found else None, "unreadable", details={"message": str(error)[:500]})
