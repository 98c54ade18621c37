"""From an XLSForm to an instrument's definition.

pyxform reads the form (Markdown tables, or a spreadsheet) and checks its structure; what the phone cannot do is then
refused row by row rather than silently changed. `xlsform_limits` lists what is supported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.capture.definition import Definition
from feedback_app.capture.xlsform_build import Builder
from feedback_app.capture.xlsform_issue import Issue, XlsformError
from feedback_app.capture.xlsform_limits import LONGEST_FORM, MOST_ROWS
from feedback_app.capture.xlsform_rows import check_rows

__all__ = ["Issue", "Reading", "XlsformError", "compile_markdown", "read_xlsform"]

_ROOT = "echo_form"
"""How pyxform names the root of what it makes; a question may not have the same name."""


@dataclass(frozen=True)
class Reading:
    """An instrument that was understood, and what was left aside on the way (never anything that is asked)."""

    definition: Definition
    notices: tuple[Issue, ...]


def compile_markdown(source: str, name: str) -> Definition:
    """The definition of an instrument written as Markdown tables. Raises `XlsformError`."""
    return read_xlsform(source, name).definition


def read_xlsform(source: str | bytes, name: str, *, kind: str = ".md") -> Reading:
    """Reads a form: `kind` is `.md`, `.xlsx`, `.xls` or `.csv`. `name` is the instrument's. Raises `XlsformError`."""
    if len(source) > LONGEST_FORM:
        raise XlsformError([Issue("survey", None, "too-large")])
    sheets = _sheets(source, kind)
    remarks = check_rows(sheets)
    tree = _tree(sheets, remarks.refusals)
    definition = Builder(sheets, remarks).build(tree, name)
    if remarks.refusals:
        raise XlsformError(remarks.refusals)
    _check_whole(tree)
    return Reading(definition, tuple(remarks.notices))


def _sheets(source: str | bytes, kind: str) -> Any:
    """The rows of each sheet, as pyxform reads them."""
    # pyxform takes a third of a second to import: only those who read forms pay.
    from pyxform.xls2json_backends import get_xlsform

    try:
        sheets = get_xlsform(source, file_type=kind)
    except Exception as error:  # pyxform raises whatever its readers raise
        raise XlsformError([_unreadable(error)]) from error
    for needed in ("survey", "settings"):
        if not getattr(sheets, needed, None):
            raise XlsformError([Issue(needed, None, "sheet-missing", details={"found": needed})])
    if len(sheets.survey) + len(sheets.choices or []) > MOST_ROWS:
        raise XlsformError([Issue("survey", None, "too-large")])
    return sheets


def _tree(sheets: Any, refusals: list[Issue]) -> Mapping[str, Any]:
    """The form as a tree. When pyxform finds none, what was found against its rows is told instead: that names rows."""
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
