"""What of a record's answers a reviewer should look at twice, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feedback_app.review.answers import AnswerLine, RecordForm, is_written
from feedback_app.review.screening.kinds import ORDER, Finding, FlagKind
from feedback_app.review.screening.text_rules import find_in_text


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer's text; flagged where `kinds` names why."""

    text: str
    kinds: tuple[FlagKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at: why, and the words that it is about."""

    kind: FlagKind
    words: str


@dataclass(frozen=True, slots=True)
class Screening:
    """What the rules found in a record."""

    flags: Sequence[Flag]
    """The gravest first; the same words once."""
    parts: Mapping[str, Sequence[Part]]
    """By the name of an answer in which something was found: its text, cut so that what was found can be marked."""


def screen(rows: Sequence[AnswerLine], form: RecordForm) -> Screening:
    """What is found in the texts that somebody wrote, not in words of the form's own choices."""
    found = {row.name: (row.text, find_in_text(row.text)) for row in rows if is_written(row, form)}
    flags = dict.fromkeys(
        Flag(one.kind, text[one.start : one.end]) for text, findings in found.values() for one in findings
    )
    return Screening(
        sorted(flags, key=lambda flag: ORDER[flag.kind]),
        {name: list(_parts(text, findings)) for name, (text, findings) in found.items() if findings},
    )


def _parts(text: str, findings: Sequence[Finding]) -> Iterator[Part]:
    cuts = sorted({0, len(text), *(one.start for one in findings), *(one.end for one in findings)})
    for start, end in pairwise(cuts):
        kinds = tuple(
            sorted({one.kind for one in findings if one.start <= start and end <= one.end}, key=ORDER.__getitem__)
        )
        yield Part(text[start:end], kinds)
