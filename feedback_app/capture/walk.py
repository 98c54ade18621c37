"""Going through an instrument with answers in hand: what is asked, and what each question comes to. Pure.

A question may depend only on what stands before it (`xlsform` sees to that), so one pass in order settles all.
A question that is not asked has no value for those after it, whatever was answered before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.capture.definition import SILENT, Definition, Node, choice_label
from feedback_app.capture.evaluate import Context, evaluate
from feedback_app.capture.expression import calls
from feedback_app.capture.values import Value, from_answer, truth


@dataclass(frozen=True, slots=True)
class Moment:
    """When and in which language an instrument is filled in: `today` `YYYY-MM-DD`, `now` with an offset.

    A server knows neither the phone's clock nor the language on its screen: empty, they leave standing what the phone
    calculated from them.
    """

    today: str
    now: str = ""
    language: str = ""


@dataclass(frozen=True)
class Walk:
    """What came of it: the nodes that are asked, in order and by name, and the value of each question among them."""

    relevant: Mapping[str, Node]
    values: Mapping[str, Value]
    context: Context


def walk(definition: Definition | Mapping[str, Any], answers: Mapping[str, object], moment: Moment) -> Walk:
    """Goes through `definition` once. Never raises for any answers."""
    values: dict[str, Value] = {}

    def label(name: str, choice: str) -> str:
        texts = choice_label(definition, name, choice)
        return texts.get(moment.language) or texts.get(str(definition.get("default_language"))) or ""

    context = Context(values=values, today=moment.today, now=moment.now, choice_label=label)
    relevant: dict[str, Node] = {}
    for node in _asked(definition.get("questions", []), context):
        relevant[node["name"]] = node
        if node["type"] == "calculate" and not _stands(node, moment):
            values[node["name"]] = evaluate(node["calculation"], context)
        elif node["type"] not in SILENT:
            values[node["name"]] = from_answer(answers.get(node["name"]))
    return Walk(relevant, values, context)


def _stands(node: Node, moment: Moment) -> bool:
    used = calls(node["calculation"])
    return ("now" in used and not moment.now) or ("jr:choice-name" in used and not moment.language)


def _asked(nodes: list[Node], context: Context) -> Iterator[Node]:
    for node in nodes:
        if "relevant" in node and not truth(evaluate(node["relevant"], context)):
            continue
        yield node
        yield from _asked(node.get("children", []), context)
