"""What can be said of a form's rows before its structure is known: columns, languages, settings, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback_app.forms.xlsform import limits
from feedback_app.forms.xlsform.issue import Issue

_LANGUAGE = re.compile(r".*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*")
_SELECT = re.compile(r"select[ _](?:one|multiple)\s+(\S+)")
_REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_CHOICE = re.compile(r"[^\s]+")


@dataclass
class Remarks:
    """What is found on the way: reasons to refuse, and notices of what is left aside."""

    refusals: list[Issue] = field(default_factory=list)
    notices: list[Issue] = field(default_factory=list)

    def refuse(self, sheet: str, row: int | None, code: str, name: str = "", **details: object) -> None:
        """Notes a reason why the form cannot be used."""
        self.refusals.append(Issue(sheet, row, code, name, details))

    def notice(self, sheet: str, row: int | None, code: str, name: str = "", **details: object) -> None:
        """Notes something that is left aside."""
        self.notices.append(Issue(sheet, row, code, name, details))


def language_code(written: str) -> str | None:
    """`French (fr)` → `fr`, and of a few names that everybody writes alone; None when no code is known."""
    found = _LANGUAGE.fullmatch(written)
    return found[1].lower() if found else limits.LANGUAGES.get(written.strip().lower())


def check_rows(sheets: Any, *, as_text: bool = False) -> Remarks:
    """Looks at every column, setting and name. `sheets` has `survey`, `choices` and `settings`, lists of rows."""
    remarks = Remarks()
    _check_settings(sheets.settings[0], remarks, as_text=as_text)
    _check_survey_columns(sheets.survey, remarks, as_text=as_text)
    _check_choice_columns(sheets.choices or [], _filtered_by(sheets.survey), remarks, as_text=as_text)
    _check_languages(sheets, remarks)
    _check_types(sheets.survey, _lists(sheets.choices or []), remarks)
    _check_references(sheets.survey, remarks)
    _check_names(sheets.survey, remarks)
    _check_choices(sheets.choices or [], remarks)
    return remarks


def _columns(rows: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """The columns that hold something, each with its first row."""
    found: dict[str, int] = {}
    for row, cells in enumerate(rows, 2):
        for column in cells:
            if isinstance(column, str):
                found.setdefault(column, row)
    return found


def _base(column: str) -> str:
    parts = [part.strip().lower().replace(" ", "_") for part in column.split("::")]
    return parts[1] if parts[0] == "media" and len(parts) > 1 else parts[0]


def _check_settings(settings: Mapping[str, object], remarks: Remarks, *, as_text: bool) -> None:
    for column in settings:
        base = _base(str(column))
        if base in limits.IGNORED_SETTINGS or (as_text and base not in limits.SETTINGS):
            remarks.notice("settings", 2, "column-ignored", found=column)
        elif base not in limits.SETTINGS:
            remarks.refuse("settings", 2, "setting-unsupported", found=column)
    for needed, other in (("form_title", "title"), ("version", "version")):
        if not settings.get(needed) and not settings.get(other):
            remarks.refuse("settings", 2, "setting-missing", found=needed)
    version = str(settings.get("version", ""))
    if len(version) > limits.LONGEST_VERSION:
        remarks.refuse("settings", 2, "version-bad", found=version[:80])


def _check_survey_columns(rows: list[Mapping[str, object]], remarks: Remarks, *, as_text: bool) -> None:
    for column, row in _columns(rows).items():
        base = _base(column)
        ours = base in limits.TEXT_COLUMNS or base in limits.PLAIN_COLUMNS
        if base in limits.IGNORED_COLUMNS or (as_text and not ours and base not in limits.MEANT_COLUMNS):
            remarks.notice("survey", row, "column-ignored", found=column)
        elif not ours:
            remarks.refuse("survey", row, "column-unsupported", found=column)


def _filtered_by(rows: list[Mapping[str, object]]) -> set[str]:
    """Every word of a choice filter: among them are the columns it asks for."""
    return {word for cells in rows for word in re.findall(r"[^\W\d][\w.-]*", str(cells.get("choice_filter", "")))}


def _check_choice_columns(rows: list[Mapping[str, object]], used: set[str], remarks: Remarks, *, as_text: bool) -> None:
    for column, row in _columns(rows).items():
        base = _base(column)
        if base in {"video", "big-image"} and not as_text:
            remarks.refuse("choices", row, "column-unsupported", found=column)
        elif base not in limits.CHOICE_COLUMNS and column not in used:
            remarks.notice("choices", row, "column-ignored", found=column)


def _check_languages(sheets: Any, remarks: Remarks) -> None:
    default = sheets.settings[0].get("default_language")
    if default and not language_code(str(default)):
        remarks.refuse("settings", 2, "language-code", found=default)
    for sheet, rows in (("survey", sheets.survey), ("choices", sheets.choices or [])):
        for column, row in _columns(rows).items():
            parts = column.split("::")
            if _base(column) not in limits.TEXT_COLUMNS:
                continue
            if len(parts) == 1 and not default:
                remarks.refuse(sheet, row, "language-missing", found=column)
            elif len(parts) > 1 and not language_code(parts[-1]):
                remarks.refuse(sheet, row, "language-code", found=parts[-1])


def _lists(rows: list[Mapping[str, object]]) -> set[str]:
    return {str(cells.get("list_name", cells.get("list name", ""))) for cells in rows}


def _check_types(rows: list[Mapping[str, object]], lists: set[str], remarks: Remarks) -> None:
    for row, cells in enumerate(rows, 2):
        kind, name = str(cells.get("type", "")).strip(), str(cells.get("name", ""))
        lower = kind.lower()
        if re.match(r"select_(one|multiple)_(external|from_file)|select (one|multiple) (external|from file)", lower):
            remarks.refuse("survey", row, "type-unsupported", name, found=kind)
        elif (select := _SELECT.fullmatch(kind)) and select[1] not in lists:
            remarks.refuse("survey", row, "list-missing", name, found=select[1])


def _check_references(rows: list[Mapping[str, object]], remarks: Remarks) -> None:
    names = {str(cells.get("name")) for cells in rows}
    for row, cells in enumerate(rows, 2):
        for column, written in cells.items():
            for found in _REFERENCE.findall(str(written)):
                if found not in names and "#" not in found:
                    name = str(cells.get("name", ""))
                    remarks.refuse("survey", row, "unknown-reference", name, column=_base(column), found=found)


def _check_names(rows: list[Mapping[str, object]], remarks: Remarks) -> None:
    taken: set[str] = set()
    for row, cells in enumerate(rows, 2):
        name, kind = str(cells.get("name", "")), str(cells.get("type", "")).lower()
        if not name or kind.startswith("end"):
            continue
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or len(name) > limits.LONGEST_NAME:
            remarks.refuse("survey", row, "name-bad", name, found=name[:80], most=limits.LONGEST_NAME)
        if name in taken:
            remarks.refuse("survey", row, "name-twice", name, found=name[:80])
        taken.add(name)


def _check_choices(rows: list[Mapping[str, object]], remarks: Remarks) -> None:
    taken: set[tuple[str, str]] = set()
    for row, cells in enumerate(rows, 2):
        listed = str(cells.get("list_name", cells.get("list name", "")))
        name = str(cells.get("name", cells.get("value", "")))
        if not cells:
            continue  # a blank line between two lists
        if not _CHOICE.fullmatch(name) or len(name) > limits.LONGEST_NAME:
            remarks.refuse("choices", row, "choice-name-bad", name, found=name[:80])
        elif (listed, name) in taken:
            remarks.refuse("choices", row, "choice-twice", name, found=name)
        taken.add((listed, name))
