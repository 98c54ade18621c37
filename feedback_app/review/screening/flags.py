"""What of a record a reviewer should look at twice. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def screen(rows: Sequence[AnswerLine], form: RecordForm, heard: Iterable[str] = ()) -> Screening:
    """What is found in the texts that somebody wrote, not in words of the form's own choices; and in what reviewers
    wrote of its voices (`heard`)."""
    found = {row.name: (row.text, find_in_text(row.text)) for row in rows if is_written(row, form)}
    texts = [*found.values(), *((text, find_in_text(text)) for text in heard)]
    flags = dict.fromkeys(Flag(one.kind, text[one.start : one.end]) for text, findings in texts for one in findings)
    return Screening(
        sorted(flags, key=lambda flag: ORDER[flag.kind]),
        {name: list(_parts(text, findings)) for name, (text, findings) in found.items() if findings},
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind: a digest of it, and figures where it is not found in words."""

    digest: str
    figures: str = ""


def all_found(screening: Screening, in_capture: Mapping[FlagKind, str]) -> dict[FlagKind, Found]:
    """What a record is flagged for, by kind. Words are not stored a second time: of them a digest is kept, so that what
    was dismissed is flagged again when it says something else."""
    words: dict[FlagKind, list[str]] = {}
    for flag in screening.flags:
        words.setdefault(flag.kind, []).append(flag.words)
    found = {kind: Found(_digest(sorted(some))) for kind, some in words.items()}
    return found | {kind: Found(_digest([figures]), figures) for kind, figures in in_capture.items()}


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()[:16]


def _parts(text: str, findings: Sequence[Finding]) -> Iterator[Part]:
    cuts = sorted({0, len(text), *(one.start for one in findings), *(one.end for one in findings)})
    for start, end in pairwise(cuts):
        kinds = tuple(
            sorted({one.kind for one in findings if one.start <= start and end <= one.end}, key=ORDER.__getitem__)
        )
        yield Part(text[start:end], kinds)
