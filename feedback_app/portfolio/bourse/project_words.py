"""What is written of a project that seeks funding, as one document: read from a form, checked, stored. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from feedback_app.base.cells import NotANumber, whole_number
from feedback_app.base.id_text import read_id
from schemas.vocabulary import vocabulary

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_LINE = 200, 3000, 300
MOST_LINES = 30
MOST_DIGITS = 12
EMPTY_ROWS = 3
"""Rows of a table in the form that wait to be filled."""
_BREAKS = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """What an amount in FCFA is for, or from whom it comes."""

    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class MilestonePlan:
    """What is to be done by when, and what will show that it is."""

    key: str
    """Its name within the project, which stays when others are added or removed."""
    title: str
    due: dt.date
    evidence: str


@dataclass(frozen=True, slots=True)
class ProjectWords:
    """A project as its page shows it. `contact` is for staff alone."""

    title: str
    summary: str = ""
    holder: str = ""
    sector: str = ""
    places: tuple[str, ...] = ()
    themes: tuple[uuid.UUID, ...] = ()
    solutions: tuple[uuid.UUID, ...] = ()
    budget: tuple[MoneyLine, ...] = ()
    found: tuple[MoneyLine, ...] = ()
    """Money that is there already, and from whom."""
    milestones: tuple[MilestonePlan, ...] = ()
    contact: str = ""
    goals: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """Of ISO 26000."""
    wants: tuple[str, ...] = ()
    """Which kinds of offers it can use; empty: money."""

    @property
    def cost(self) -> int:
        """What all of it costs."""
        return sum(line.amount for line in self.budget)

    @property
    def money_found(self) -> int:
        """What is there already."""
        return sum(line.amount for line in self.found)


@dataclass(frozen=True, slots=True)
class WordsFault:
    """What is wrong with a field of the form: a key of the texts, and in which row."""

    field: str
    why: str
    row: int | None = None


class SentForm(Protocol):
    """A form as it was sent."""

    def get(self, key: str, default: str) -> str: ...
    def getlist(self, key: str) -> list[str]: ...


def read_form(form: SentForm) -> tuple[ProjectWords, list[WordsFault]]:
    """The words in a form, without places and with what is wrong with them; faults make no field empty."""
    faults: list[WordsFault] = []
    words = ProjectWords(
        title=_line(form.get("title", "")),
        summary=_text(form.get("summary", "")),
        holder=_line(form.get("holder", "")),
        sector=code if (code := form.get("sector", "")) in vocabulary("sectors").codes else "",
        themes=_ids(form.getlist("theme")),
        solutions=_ids(form.getlist("solution")),
        budget=_money(form, "budget", faults),
        found=_money(form, "found", faults),
        milestones=_milestones(form, faults),
        contact=_line(form.get("contact", "")),
        goals=ticked(form, "goal", "sdgs"),
        subjects=ticked(form, "subject", "iso26000"),
        wants=ticked(form, "want", "offer_kinds"),
    )
    return words, [*_plain_faults(words), *faults]


def ticked(form: SentForm, name: str, codes: str) -> tuple[str, ...]:
    """The codes of a vocabulary that are ticked, in its order."""
    sent = {*form.getlist(name)}
    return tuple(term.code for term in vocabulary(codes).terms if term.code in sent)


def _plain_faults(words: ProjectWords) -> Iterable[WordsFault]:
    if not words.title:
        yield WordsFault("title", "title")
    lengths = (
        ("title", words.title, LONGEST_TITLE), ("summary", words.summary, LONGEST_SUMMARY),
        ("holder", words.holder, LONGEST_LINE), ("contact", words.contact, LONGEST_LINE),
    )  # fmt: skip
    yield from (WordsFault(name, "too-long") for name, text, longest in lengths if len(text) > longest)
    if words.money_found > words.cost:
        yield WordsFault("found", "found-over-cost")


def missing_for_proposal(words: ProjectWords) -> list[WordsFault]:
    """What a project must have before a second person is asked to publish it."""
    needed = (
        ("summary", words.summary), ("holder", words.holder), ("sector", words.sector), ("places", words.places),
        ("budget", words.budget), ("milestones", words.milestones), ("contact", words.contact),
    )  # fmt: skip
    return [WordsFault(name, "needed") for name, value in needed if not value]


def _money(form: SentForm, name: str, faults: list[WordsFault]) -> tuple[MoneyLine, ...]:
    found = []
    rows = _rows(form, f"{name}_label", f"{name}_amount")
    for n, (label, amount) in enumerate(rows[:MOST_LINES], 1):
        try:
            number = whole_number(amount, most_digits=MOST_DIGITS)
        except NotANumber:
            number = None
        if not number or not label or len(label) > LONGEST_LINE:
            faults.append(WordsFault(name, "not-an-amount" if not number else "no-label", n))
        found.append(MoneyLine(label[:LONGEST_LINE], number or 0))
    return tuple(found)


def _milestones(form: SentForm, faults: list[WordsFault]) -> tuple[MilestonePlan, ...]:
    found: list[MilestonePlan] = []
    rows = _rows(form, "milestone_title", "milestone_due", "milestone_evidence", "milestone_key")
    taken = {key for *_, key in rows if key}
    for n, (title, due, evidence, key) in enumerate(rows[:MOST_LINES], 1):
        day = read_day(due)
        if not (title and evidence and day) or max(len(title), len(evidence)) > LONGEST_LINE:
            faults.append(WordsFault("milestones", "not-a-day" if day is None else "no-label", n))
        name = key if re.fullmatch(r"m\d{1,3}", key) and key not in {one.key for one in found} else _free_key(taken)
        taken.add(name)
        found.append(MilestonePlan(name, title[:LONGEST_LINE], day or dt.date.min, evidence[:LONGEST_LINE]))
    return tuple(found)


def _free_key(taken: set[str]) -> str:
    return next(f"m{n}" for n in range(1, 1000) if f"m{n}" not in taken)


def _rows(form: SentForm, first: str, *others: str) -> list[tuple[str, ...]]:
    """The rows of a table in the form in which anything is written; a key alone is nothing."""
    columns = [[_line(text) for text in form.getlist(name)] for name in (first, *others)]
    height = max((len(column) for column in columns), default=0)
    padded = [column + [""] * (height - len(column)) for column in columns]
    return [row for row in zip(*padded, strict=True) if any(row[: 3 if len(row) > 3 else None])]


def read_day(text: str) -> dt.date | None:
    """A day as browsers send it; None for anything else."""
    try:
        return dt.date.fromisoformat(text) if re.fullmatch(r"[1-9]\d{3}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _ids(texts: Sequence[str]) -> tuple[uuid.UUID, ...]:
    return tuple(dict.fromkeys(key for text in texts[:200] if (key := read_id(text))))


def _line(text: str) -> str:
    """Typed text on one line, without signs that cannot be seen."""
    return " ".join(_visible(text).split())


def _text(text: str) -> str:
    return "\n".join(" ".join(_visible(line).split()) for line in _BREAKS.sub("\n", text).strip().split("\n"))


def _visible(text: str) -> str:
    return "".join(
        " " if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else sign for sign in text
    )


def as_json(words: ProjectWords) -> dict[str, Any]:
    """As it is stored."""
    return {
        "title": words.title, "summary": words.summary, "holder": words.holder, "sector": words.sector,
        "places": [*words.places], "themes": [str(one) for one in words.themes],
        "solutions": [str(one) for one in words.solutions],
        "budget": [[line.label, line.amount] for line in words.budget],
        "found": [[line.label, line.amount] for line in words.found],
        "milestones": [[one.key, one.title, one.due.isoformat(), one.evidence] for one in words.milestones],
        "contact": words.contact, "goals": [*words.goals], "subjects": [*words.subjects], "wants": [*words.wants],
    }  # fmt: skip


def from_json(stored: Mapping[str, Any]) -> ProjectWords:
    """What `as_json` made."""
    return ProjectWords(
        title=stored["title"], summary=stored["summary"], holder=stored["holder"], sector=stored["sector"],
        places=tuple(stored["places"]), themes=tuple(map(uuid.UUID, stored["themes"])),
        solutions=tuple(map(uuid.UUID, stored["solutions"])),
        budget=tuple(MoneyLine(*line) for line in stored["budget"]),
        found=tuple(MoneyLine(*line) for line in stored["found"]),
        milestones=tuple(
            MilestonePlan(key, title, dt.date.fromisoformat(due), evidence)
            for key, title, due, evidence in stored["milestones"]
        ),
        contact=stored["contact"], goals=tuple(stored.get("goals", ())), subjects=tuple(stored.get("subjects", ())),
        wants=tuple(stored.get("wants", ())),
    )  # fmt: skip


def without_contact(words: ProjectWords) -> ProjectWords:
    """What anyone may read."""
    return replace(words, contact="")
