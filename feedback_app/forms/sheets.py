"""The sheets of a form's file. A spreadsheet is read in a child process: what it is made of may be made to break its
reader."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from feedback_app.base.child import ChildFailed, run_in_child
from feedback_app.forms.workbook import check_workbook
from feedback_app.forms.xlsform.compiler import read_rows
from feedback_app.forms.xlsform.issue import Issue, XlsformError

SECONDS = 40.0
WORK = f"{__name__}:in_child"


def read_sheets(data: bytes, kind: str) -> Any:
    """What `compiler.read_xlsform` reads: the text of Markdown, else the rows of each sheet. Raises `XlsformError`."""
    if kind == ".md":
        return check_workbook(data, kind)
    from pyxform.xls2json_backends import DefinitionData  # a third of a second that only forms take

    try:
        answer = run_in_child(WORK, {"kind": kind}, data, seconds=SECONDS)
    except ChildFailed:
        raise XlsformError([Issue("survey", None, "too-much-work")]) from None
    if answer["issues"]:
        raise XlsformError([Issue(**one) for one in answer["issues"]])
    return DefinitionData(**answer["sheets"])


def in_child(asked: Any, data: Path) -> dict[str, Any]:
    """The work itself."""
    kind = asked["kind"]
    try:
        sheets = read_rows(check_workbook(data.read_bytes(), kind), kind)
    except XlsformError as error:
        return {"issues": [asdict(one) for one in error.issues]}
    return {"issues": [], "sheets": asdict(sheets)}
