"""What is wrong with an instrument's source, by sheet, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback_app.forms.xlsform.sentences import SHEET


@dataclass(frozen=True, slots=True)
class Issue:
    """One remark; `code` is a key of `xlsform_sentences.SHEET`, `row` counts the header as 1."""

    sheet: str
    row: int | None
    code: str
    name: str = ""
    """The question or choice it is about, empty when it is about the sheet."""
    details: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str = "fr") -> str:
        """Where and what, for the person who wrote it (`fr` or `en`)."""
        between = ": " if language == "en" else " : "
        return self.where(language) + between + self.why(language)

    def where(self, language: str = "fr") -> str:
        """The sheet, the row, and the question or choice."""
        row = "" if self.row is None else f", {'row' if language == 'en' else 'ligne'} {self.row}"
        return self.sheet + row + (f" ({self.name})" if self.name else "")

    def why(self, language: str = "fr") -> str:
        """What is wrong."""
        return SHEET[self.code][language == "en"].format(**self.details)


class XlsformError(ValueError):
    """A source that cannot be an instrument. `issues` holds every reason found, at least one."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(issue.sentence() for issue in self.issues))

    def sentences(self, language: str = "fr") -> list[str]:
        """Every reason, for the person who wrote it."""
        return [issue.sentence(language) for issue in self.issues]
