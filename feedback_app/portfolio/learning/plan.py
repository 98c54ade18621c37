"""Action learning plans in the Lab's own Markdown: lines `[[key:value]]` are tags, `##` headings parts, `>` questions.
Pure.

A plan is read into blocks that together are its text, sign for sign: what nobody changed is written as it came.
Decision 68.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

STAGES = ("sense", "explore", "test", "grow")
"""The stages of learning, in their order; plans write them in any case."""
PLACE, START, STAGE = "place", "pilot_start", "stage"
"""Tags that pages understand: the code of a pilot place, the month in which its pilot began, how far the plan is."""
LONGEST = 200_000
"""Signs of a plan."""
_TAG = re.compile(r"\[\[([a-z][a-z0-9_]*):(.+)\]\]")
_LIKE_TAG = re.compile(r"\[\[")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_LEARNING = re.compile(r"(learning question|question d.apprentissage)", re.IGNORECASE)
_CYCLE = re.compile(r"(learning cycle|cycle d.apprentissage|stage\(s\)|à quelle étape)", re.IGNORECASE)
_ITEM = re.compile(r"\s*[-*]\s+(.*\S)")


class Kind(StrEnum):
    """What a block is."""

    TITLE = "title"
    TAG = "tag"
    HEADING = "heading"
    QUESTION = "question"
    DIVIDER = "divider"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PlanBlock:
    """Lines that belong together, with their line ends. `line` is the number of the first, from 1."""

    kind: Kind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class PlanTag:
    """A line `[[key:value]]`."""

    key: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the plan, the part that it is in, and what is written below it; `items` where that is a list."""

    part: str
    question: str
    text: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearningQuestion:
    """What a pilot wants to learn, and the stages that the question belongs to (`STAGES`)."""

    text: str
    stages: tuple[str, ...]


class FaultKind(StrEnum):
    """Why a plan is not taken."""

    TOO_LONG = "too_long"
    NO_TITLE = "no_title"
    BAD_TAG = "bad_tag"
    BAD_STAGE = "bad_stage"
    BAD_MONTH = "bad_month"
    NO_PLACE = "no_place"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which line, and what is written there."""

    kind: FaultKind
    line: int = 0
    what: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that was read."""

    blocks: tuple[PlanBlock, ...]

    @property
    def text(self) -> str:
        """All of it, sign for sign."""
        return "".join(block.text for block in self.blocks)

    @property
    def title(self) -> str:
        """The first title; empty where there is none."""
        return next((one.text.lstrip("#").strip() for one in self.blocks if one.kind is Kind.TITLE), "")

    @property
    def tags(self) -> tuple[PlanTag, ...]:
        """In the order of the text."""
        found = ((block, _TAG.fullmatch(block.text.strip())) for block in self.blocks if block.kind is Kind.TAG)
        return tuple(PlanTag(match[1], match[2].strip(), block.line) for block, match in found if match)

    def values(self, key: str) -> tuple[str, ...]:
        """The values of all tags of this key."""
        return tuple(tag.value for tag in self.tags if tag.key == key)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every question, with what is written below it."""
        return tuple(_answers(self.blocks))

    @property
    def learning_questions(self) -> tuple[LearningQuestion, ...]:
        """What the pilot wants to learn. Stages: those of the next question about the cycle, else those of the tags."""
        return tuple(_learning_questions(self))

    @property
    def start(self) -> str | None:
        """`2026-07`: the month in which the pilot began; None where no tag says one."""
        return next((value for value in self.values(START) if _MONTH.fullmatch(value)), None)


def is_month(text: str) -> bool:
    """Whether it is `2026-07`, as tags write a month."""
    return bool(_MONTH.fullmatch(text))


def read_plan(text: str) -> Plan:
    """A plan of this text; whatever it is, its `text` is the same."""
    blocks: list[PlanBlock] = []
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        kind = _kind_of(line)
        last = blocks[-1] if blocks else None
        joins = kind in {Kind.TEXT, Kind.QUESTION} and last is not None and last.kind is kind
        if joins and last is not None:
            blocks[-1] = replace(last, text=last.text + line)
        else:
            blocks.append(PlanBlock(kind, line, number))
    return Plan(tuple(blocks))


def _kind_of(line: str) -> Kind:
    stripped = line.strip()
    if stripped.startswith("# "):
        return Kind.TITLE
    if stripped.startswith("##"):
        return Kind.HEADING
    if _TAG.fullmatch(stripped):
        return Kind.TAG
    if stripped.startswith(">"):
        return Kind.QUESTION
    return Kind.DIVIDER if re.fullmatch(r"</?div[^>]*>", stripped) else Kind.TEXT


def faults(plan: Plan, places: Sequence[str] | None = None) -> list[Fault]:
    """Why this plan is not taken, by line; `places` are the codes that tags may name, None where that is not known."""
    found = [Fault(FaultKind.TOO_LONG)] if len(plan.text) > LONGEST else []
    if not plan.title:
        found.append(Fault(FaultKind.NO_TITLE, 1))
    return [*found, *_line_faults(plan), *(fault for tag in plan.tags if (fault := _tag_fault(tag, places)))]


def _line_faults(plan: Plan) -> Iterator[Fault]:
    for number, line in enumerate(plan.text.replace("\r\n", "\n").split("\n"), 1):
        if any(ord(sign) < 32 and sign != "\t" for sign in line):
            yield Fault(FaultKind.CONTROL, number)
        if _LIKE_TAG.match(line.strip()) and not _TAG.fullmatch(line.strip()):
            yield Fault(FaultKind.BAD_TAG, number, line.strip()[:80])


def _tag_fault(tag: PlanTag, places: Sequence[str] | None) -> Fault | None:
    if tag.key == STAGE and tag.value.lower() not in STAGES:
        return Fault(FaultKind.BAD_STAGE, tag.line, tag.value[:80])
    if tag.key == START and not _MONTH.fullmatch(tag.value):
        return Fault(FaultKind.BAD_MONTH, tag.line, tag.value[:80])
    if tag.key == PLACE and places is not None and tag.value not in places:
        return Fault(FaultKind.NO_PLACE, tag.line, tag.value[:80])
    return None


def with_answer(plan: Plan, number: int, text: str) -> Plan:
    """The plan with another text below its question of this number, from 0; all else stays, sign for sign."""
    places = [n for n, block in enumerate(plan.blocks) if block.kind is Kind.QUESTION]
    start = places[number] + 1
    end = next((n for n in range(start, len(plan.blocks)) if plan.blocks[n].kind is not Kind.TEXT), len(plan.blocks))
    written = f"\n{text.strip()}\n\n" if text.strip() else "\n"
    made = Plan((*plan.blocks[:start], PlanBlock(Kind.TEXT, written, 0), *plan.blocks[end:]))
    return read_plan(made.text)


def _answers(blocks: Sequence[PlanBlock]) -> Iterator[Answer]:
    part, question = "", ""
    waiting = False
    for block in blocks:
        if waiting and block.kind in {Kind.HEADING, Kind.QUESTION}:
            yield Answer(part, question, "", ())
            waiting = False
        if block.kind is Kind.HEADING:
            part = block.text.lstrip("#").strip()
        if block.kind is Kind.QUESTION:
            question, waiting = _question_words(block.text), True
        elif waiting and block.kind is Kind.TEXT and block.text.strip():
            yield Answer(part, question, block.text.strip(), tuple(_items(block.text)))
            waiting = False
    if waiting:
        yield Answer(part, question, "", ())


def _question_words(text: str) -> str:
    return " ".join(line.lstrip("> ").strip() for line in text.splitlines()).strip()


def _items(text: str) -> Iterator[str]:
    """The items, where all of a text is a list."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [_ITEM.fullmatch(line) for line in lines]
    if all(found):
        yield from (match[1] for match in found if match)


def _learning_questions(plan: Plan) -> Iterator[LearningQuestion]:
    tagged = _stages(plan.values(STAGE))
    answers = plan.answers
    for n, one in enumerate(answers):
        if _LEARNING.match(one.question) and not _CYCLE.search(one.question) and one.text:
            cycle = next((two for two in answers[n + 1 :] if _CYCLE.search(two.question)), None)
            yield LearningQuestion(one.text, (_stages(cycle.items) if cycle else ()) or tagged)


def _stages(values: Sequence[str]) -> tuple[str, ...]:
    named = {value.lower() for value in values}
    return tuple(stage for stage in STAGES if stage in named)
