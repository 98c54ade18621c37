"""Which answers of a record may be corrected at the desk, and what a form sends of them. Pure.

Nobody corrects at the desk a photo, a voice or a point, which only the phone could take anew; a calculation, which
follows from the others; an order of preference and a tick that says "I have read it", which are a person's own; the
question about danger; and a project, whose list is that of the phone.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.forms.engine.blank import is_blank
from feedback_app.forms.engine.definition import Node, in_order
from feedback_app.forms.engine.kinds import from_text
from feedback_app.forms.engine.walk import Moment, Walk, instances
from feedback_app.review.answers import Reader, RecordForm, question_words, value_in_words

NUMBERS = frozenset({"integer", "decimal", "range"})
KINDS = NUMBERS | {"text", "select_one", "select_multiple", "date", "time"}
_IN_REPEAT = re.compile(r"(.+)\[([1-9][0-9]{0,2})\]\.([^.\[\]]+)")
_BLANKS = re.compile(r"[\s\u00a0\u202f]")


class NotCorrectableError(Exception):
    """An answer was sent to a question that is not there, or several to one that takes one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A question whose answer may be corrected. `key` is `problems[1].what` in a repeat."""

    key: str
    question: str
    node: Node
    answer: object
    """None: none."""
    is_asked: bool
    """By the answers before it; else it is only shown because it was answered."""
    choices: Sequence[tuple[str, str]] = ()
    group: str = ""
    """What the group that it is in asks: its own question may be "Or write"."""

    @property
    def kind(self) -> str:
        """As the form's definition calls it."""
        return self.node["type"]

    @property
    def text(self) -> str:
        """As a field of a form has it."""
        if isinstance(self.answer, str):
            return self.answer
        return "" if self.answer is None else value_in_words(self.answer, Reader("en"))

    @property
    def chosen(self) -> Sequence[object]:
        """Of several choices, those that were taken."""
        return self.answer if isinstance(self.answer, list) else [self.answer]


def is_correctable(node: Node) -> bool:
    """Whether the answer to a question may be corrected at the desk."""
    opens_the_door = node.get("danger") or any(one.get("danger") for one in node.get("choices", []))
    its_own = "calculation" in node or node.get("read_only") or "project" in node.get("appearance", "").split()
    return node["type"] in KINDS and not opens_the_door and not its_own


def fields(form: RecordForm, answers: Mapping[str, Any], day: str, reader: Reader) -> list[Field]:
    """The questions that are asked with these answers, and those that were answered all the same, in their order."""
    gone = form.path.walk(answers, Moment(day, language=reader.lang))
    return [] if gone.too_much else list(_fields(form, form.questions, answers, gone, reader))


def _fields(
    form: RecordForm,
    nodes: Sequence[Node],
    answers: Mapping[str, Any],
    gone: Walk,
    reader: Reader,
    at: str = "",
    group: str = "",
) -> Iterator[Field]:
    for node in nodes:
        name = node["name"]
        if node["type"] == "group":
            words = question_words(form, name, answers, reader) if node.get("label") else group
            yield from _fields(form, node.get("children", []), answers, gone, reader, at, words)
        elif node["type"] == "repeat":
            walks = gone.times.get(name, [])
            given = answers.get(name)
            for n, (one, walk) in enumerate(zip(instances(given), walks, strict=False), 1):
                if isinstance(given, list) and isinstance(given[n - 1], dict):
                    yield from _fields(form, node["children"], one, walk, reader, f"{name}[{n}].")
        elif is_correctable(node) and (name in gone.relevant or name in answers):
            yield Field(
                key=at + name,
                question=question_words(form, at + name, answers, reader),
                node=node,
                answer=answers.get(name),
                is_asked=name in gone.relevant,
                choices=[(one["name"], reader.say(one.get("label", {})) or one["name"]) for one in node["choices"]]
                if "choices" in node
                else (),
                group=group,
            )


def sent_answer(field: Field, values: Sequence[str]) -> object:
    """What a form says to a question: its answer where nothing was changed, None for none."""
    if field.kind == "select_multiple":
        chosen = [one for one in dict.fromkeys(values) if one]
        return field.answer if set(chosen) == {one for one in field.chosen if one is not None} else chosen or None
    if len(values) > 1:
        raise NotCorrectableError(field.key)
    text = (values[0] if values else "").replace("\r\n", "\n")
    if text.strip() == field.text.replace("\r\n", "\n").strip():
        return field.answer
    if is_blank(text):
        return None
    if field.kind in NUMBERS:
        return from_text(field.node["type"], _BLANKS.sub("", text).replace(",", "."))
    return text.strip()


def field_of(form: RecordForm, answers: Mapping[str, Any], key: str) -> Field:
    """The question that a key names, with its answer. NotCorrectableError where nobody may correct it."""
    found = _IN_REPEAT.fullmatch(key)
    node = form.nodes.get(found[3] if found else key)
    if node is None or not is_correctable(node) or _repeat_of(form, node["name"]) != (found[1] if found else ""):
        raise NotCorrectableError(key)
    there, name = _place(answers, key)
    return Field(key, "", node, there.get(name), is_asked=True)


def _repeat_of(form: RecordForm, name: str) -> str:
    """The repeat in which a question is asked; empty for none."""
    repeats = (one for one in form.nodes.values() if one["type"] == "repeat")
    return next((one["name"] for one in repeats if any(node["name"] == name for node in in_order(one["children"]))), "")


def with_changes(answers: Mapping[str, Any], changed: Mapping[str, object]) -> dict[str, Any]:
    """The answers, with those of these keys instead; None for none. NotCorrectableError for a time of a repeat that is
    not there."""
    made: dict[str, Any] = copy.deepcopy(dict(answers))
    for key, answer in changed.items():
        there, name = _place(made, key)
        if answer is None:
            there.pop(name, None)
        else:
            there[name] = answer
    return made


def _place(answers: Any, key: str) -> tuple[Any, str]:
    found = _IN_REPEAT.fullmatch(key)
    if not found:
        return answers, key
    given, at = answers.get(found[1]), int(found[2]) - 1
    if not isinstance(given, list) or not 0 <= at < len(given) or not isinstance(given[at], dict):
        raise NotCorrectableError(key)
    return given[at], found[3]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[Any]]:
    """By key what is not the same, `[old, new]`; None for none. Times of a repeat are neither added nor taken away
    here."""
    found: dict[str, list[Any]] = {}
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        if was == now and type(was) is type(now):
            continue
        if isinstance(was, list) and isinstance(now, list) and _are_times(was) and _are_times(now):
            for n, (one, other) in enumerate(zip(was, now, strict=True), 1):
                found |= {f"{name}[{n}].{key}": pair for key, pair in differences(one, other).items()}
        else:
            found[name] = [was, now]
    return found


def _are_times(given: Sequence[object]) -> bool:
    return bool(given) and all(isinstance(one, Mapping) for one in given)
