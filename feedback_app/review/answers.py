"""The answers of a record as a person reads them: with the questions, in their language. Pure.

What was not asked is left out; what was asked and skipped is said so; "ne sait pas" and "ne veut pas répondre" are
answers of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from feedback_app.base.i18n import label
from feedback_app.forms.engine.definition import UNSAID, Node, in_order, plain_name
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.forms.engine.walk import Moment, Path, Walk, instances, is_unsaid

FARTHEST_M = 1e7
"""An accuracy beyond this says nothing: it is half the way around the Earth."""

_INSERT = re.compile(r"\$\{([^}]+)\}")


class RecordForm:
    """A version of a form as its records are read, worked out once for any number of them. Without a definition: one
    that is not known here, whose answers are shown as they are."""

    def __init__(self, definition: Mapping[str, Any] | None = None) -> None:
        self.definition: Mapping[str, Any] = definition or {"questions": []}
        self.questions: list[Node] = self.definition.get("questions", [])
        self.nodes = {node["name"]: node for node in in_order(self.questions)}
        self.path = Path(self.definition)
        self.meaning = FormMeaning(self.definition)


UNKNOWN = RecordForm()
Forms = Mapping[tuple[str, str], RecordForm]
"""By instrument and version."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question and what was answered.

    `kind`: group (only a heading), said, unsaid (does not know, does not want to say), skipped, media, point.
    `text` is what to show; `media` the file's SHA-256; `point` (lat, lon, accuracy in m or None).
    """

    name: str
    question: str
    kind: str
    text: str = ""
    media: str | None = None
    point: tuple[float, float, float | None] | None = None
    depth: int = 0


def is_written(row: AnswerLine, form: RecordForm) -> bool:
    """Whether somebody wrote an answer in words of their own, not in those of the form's choices."""
    node = form.nodes.get(plain_name(row.name))
    return row.kind == "said" and (node is None or node["type"] == "text")


@dataclass(frozen=True)
class Reader:
    """In which language to read, and the titles of projects that answers may name."""

    lang: str
    projects: Mapping[str, str] = field(default_factory=dict)

    def say(self, texts: object) -> str:
        """The text in the reader's language, else in another."""
        return label(texts, self.lang) if isinstance(texts, Mapping) else ""


def answer_lines(form: RecordForm, content: Mapping[str, Any], reader: Reader) -> list[AnswerLine]:
    """The questions that were asked, in order, then answers to questions that the instrument does not have."""
    answers = content.get("answers")
    given: Mapping[str, object] = answers if isinstance(answers, Mapping) else {}
    gone = form.path.walk(given, Moment(str(content.get("recorded_at"))[:10], language=reader.lang))
    strangers = [
        AnswerLine(name, name, "said", value_in_words(given[name], reader)) for name in given if name not in form.nodes
    ]
    return _Sheet(form, given, reader, gone).rows(form.questions, 0) + strangers


@dataclass(frozen=True)
class _Sheet:
    """One record's answers being read."""

    form: RecordForm
    given: Mapping[str, object]
    reader: Reader
    gone: Walk
    at: str = ""
    """The prefix of names in one time of a repeat: `problemes[1].`."""

    def rows(self, nodes: list[Node], depth: int) -> list[AnswerLine]:
        """The rows of these questions, groups with what they hold."""
        found: list[AnswerLine] = []
        for node in nodes:
            if node["type"] == "group":
                found += self._group(node, depth)
            elif node["type"] == "repeat" and self.gone.times.get(node["name"]):
                found += self._times(node, depth)
            elif (node["name"] in self.gone.relevant or node["name"] in self.given) and (row := self._row(node, depth)):
                found.append(row)
        return found

    def _times(self, node: Node, depth: int) -> list[AnswerLine]:
        """What was said each time, under a heading with its number."""
        question = self._question(node) or node["name"]
        found = [AnswerLine(self.at + node["name"], question, "group", depth=depth)]
        given = instances(self.given.get(node["name"]))
        for position, (answers, gone) in enumerate(zip(given, self.gone.times[node["name"]], strict=True), 1):
            at = f"{node['name']}[{position}]"
            sheet = replace(self, given={**self.given, **answers}, gone=gone, at=f"{at}.")
            found += [AnswerLine(at, f"{question} · {position}", "group", depth=depth + 1)]
            found += sheet.rows(node["children"], depth + 2)
        return found

    def _group(self, node: Node, depth: int) -> list[AnswerLine]:
        """A group of which nothing was said says so once; who spoke need not have written too."""
        inside = self.rows(node.get("children", []), depth + 1)
        question = self._question(node)
        if not inside or not question:
            return inside
        if all(row.kind == "skipped" for row in inside):
            return [AnswerLine(self.at + node["name"], question, "skipped", depth=depth)]
        ways = {self.at + child["name"] for child in node.get("children", []) if child["type"] in {"audio", "text"}}
        if any(row.name in ways and row.kind != "skipped" for row in inside):
            inside = [row for row in inside if row.name not in ways or row.kind != "skipped"]
        return [AnswerLine(self.at + node["name"], question, "group", depth=depth), *inside]

    def _question(self, node: Node) -> str:
        return _inserted(self.reader.say(node.get("label", {})), self.given, self.reader, self.form)

    def _row(self, node: Node, depth: int) -> AnswerLine | None:
        name, kind = node["name"], node["type"]
        question = self._question(node)
        if kind == "note" or (kind == "calculate" and (not question or name not in self.given)):
            return None
        question = question or name
        key = self.at + name
        if name not in self.given or is_unsaid(node, self.given[name]):
            return AnswerLine(key, question, "skipped", depth=depth)
        answer = self.given[name]
        text = answer_text(node, answer, self.reader)
        if kind in {"image", "audio"} and isinstance(answer, str):
            return AnswerLine(key, question, "media", media=answer, depth=depth)
        if kind == "geopoint" and (point := as_point(answer)):
            return AnswerLine(key, question, "point", text, point=point, depth=depth)
        unsaid = isinstance(answer, str) and answer in UNSAID
        return AnswerLine(key, question, "unsaid" if unsaid else "said", text, depth=depth)


def _inserted(text: str, given: Mapping[str, object], reader: Reader, form: RecordForm) -> str:
    """A label, with the answers in the place of each `${name}`."""

    def value(found: re.Match[str]) -> str:
        node = form.nodes.get(found[1])
        return answer_text(node, given[found[1]], reader) if node and found[1] in given else "…"

    return _INSERT.sub(value, text)


def question_words(form: RecordForm, key: str, given: Mapping[str, object], reader: Reader) -> str:
    """The question of an answer, by its key, with the answers that it names; in a repeat with the number of the
    time."""
    node = form.nodes.get(plain_name(key))
    words = _inserted(reader.say(node.get("label", {})), given, reader, form) if node else ""
    time = key.rpartition("[")[2].partition("]")[0] if key.rpartition("].")[1] else ""
    return (words or plain_name(key)) + (f" · {time}" if time else "")


def answer_text(node: Node, answer: object, reader: Reader) -> str:
    """An answer in words: labels of choices, the title of a project, days and numbers as the language writes them."""
    if isinstance(answer, list):
        return ", ".join(answer_text(node, each, reader) for each in answer)
    if isinstance(answer, str):
        for choice in node.get("choices", []):
            if choice["name"] == answer:
                return reader.say(choice.get("label", {})) or answer
        if "project" in node.get("appearance", "").split():
            return reader.projects.get(answer, answer)
        if node["type"] == "date":
            return _day(answer, reader.lang)
    return value_in_words(answer, reader)


def value_in_words(answer: object, reader: Reader) -> str:
    """Any JSON value in words, whatever it is."""
    if isinstance(answer, bool):
        return {"fr": ("non", "oui")}.get(reader.lang, ("no", "yes"))[answer]
    if isinstance(answer, int | float):
        text = f"{answer:.15g}"
        return text.replace(".", ",") if reader.lang == "fr" else text
    if point := as_point(answer):
        return point_text(point)
    if isinstance(answer, list):
        return ", ".join(value_in_words(each, reader) for each in answer)
    return str(answer)


def as_point(answer: object) -> tuple[float, float, float | None] | None:
    """(lat, lon, accuracy in m) of a position; None for what is none."""
    if not isinstance(answer, Mapping):
        return None
    lat, lon, near = answer.get("lat"), answer.get("lon"), answer.get("accuracy_m")
    if not _is_number(lat) or not _is_number(lon) or not abs(lat) <= 90 or not abs(lon) <= 180:
        return None
    return float(lat), float(lon), float(near) if _is_number(near) and 0 <= near <= FARTHEST_M else None


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def point_text(point: tuple[float, float, float | None]) -> str:
    """`5.30000, -4.00000 (± 12 m)`: a point, as other programs read it."""
    lat, lon, near = point
    return f"{lat:.5f}, {lon:.5f}" + (f" (± {near:.0f} m)" if near is not None else "")


def _day(text: str, lang: str) -> str:
    parts = text.split("-")
    return "/".join(reversed(parts)) if lang == "fr" and len(parts) == 3 else text


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """A record in short: what was chosen, and the first words said. At most 300 characters together."""

    topic: str
    words: str

    @property
    def line(self) -> str:
        """Both in one line; empty for a record without words."""
        return " · ".join(part for part in (self.topic, self.words) if part)


def record_summary(form: RecordForm, content: Mapping[str, Any], reader: Reader) -> RecordSummary:
    """The first two choices, and the first words (of a record without either, its first answer)."""
    return summary_of_lines(form, answer_lines(form, content, reader))


def summary_of_lines(form: RecordForm, rows: Sequence[AnswerLine]) -> RecordSummary:
    """The same of a record whose answers were read."""
    meaning, nodes = form.meaning, form.nodes
    answered = [row for row in rows if row.kind == "said" and row.text and row.name not in meaning.about_the_person]
    answered.sort(key=lambda row: row.name not in meaning.topic)  # what it is about first, wherever it is asked
    # The danger question is left out: most records answer it alike.
    answered = [row for row in answered if not nodes.get(plain_name(row.name), {}).get("danger")]
    chosen = [row.text for row in answered if _is(nodes.get(plain_name(row.name)), "select_one", "select_multiple")]
    words = [row.text for row in answered if _is(nodes.get(plain_name(row.name)), "text")]
    topic = cut(" · ".join(chosen[:2] or [row.text for row in answered[:1] if not words]), 120)
    return RecordSummary(topic, cut(words[0] if words else "", 176))


def cut(text: str, longest: int) -> str:
    """A text in one line of at most so many signs."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _is(node: Node | None, *kinds: str) -> bool:
    return node is not None and node["type"] in kinds


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision says differently of one question; empty where nothing was said."""

    question: str
    old: str
    new: str


def changes(old: list[AnswerLine], new: list[AnswerLine]) -> list[Change]:
    """Question by question, what is not the same, in the order of the newer revision."""
    before = {row.name: row for row in old if row.kind != "group"}
    after = {row.name: row for row in new if row.kind != "group"}
    found = []
    for name in [*after, *(name for name in before if name not in after)]:
        was, now = before.get(name), after.get(name)
        if _value(was) != _value(now):
            question = now.question if now else was.question if was else name
            found.append(Change(question, _value(was), _value(now)))
    return found


def _value(row: AnswerLine | None) -> str:
    """What is compared and shown; of a medium the start of its name, which is enough to distinguish two."""
    if row is None:
        return ""
    return f"#{row.media[:8]}" if row.media else row.text
