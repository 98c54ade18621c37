"""What is wrong with an uploaded file, by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where. `row` counts as a spreadsheet does: 1 is the header; 0 is the file as a whole.

    `column` is its heading as the file has it, `reason` a key of the texts of who reads the file.
    """

    row: int
    column: str
    reason: str
    value: str = ""


class Unusable(Exception):
    """A file of which nothing was taken; `faults` say why, at most the first hundred."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults[:100])


def refuse(reason: str, value: str = "", *, row: int = 0, column: str = "") -> Unusable:
    """The one fault of a file, to be raised."""
    return Unusable([Fault(row, column, reason, value[:200])])
