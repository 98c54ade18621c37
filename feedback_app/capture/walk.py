"""Going through an instrument with answers in hand: what is asked, and what each question comes to. Pure.

A question may depend only on what stands before it (`xlsform` sees to that), so one pass in order settles all.
A question that is not asked has no value for those after it, whatever was answered before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.capture.definition import SILENT, Definition, Node, choice_label
from feedback_app.capture.evaluate import Compute, Context, ready
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
    """What came of it: the nodes that are asked, in order and by name, and the values of those that have one."""

    relevant: Mapping[str, Node]
    values: Mapping[str, Value]
    context: Context


@dataclass(frozen=True, slots=True)
class Step:
    """One node, its trees ready to be asked."""

    node: Node
    name: str
    silent: bool
    relevant: Compute | None
    calculation: Compute | None
    needs: frozenset[str]
    """What the calculation asks of the moment: `now`, `jr:choice-name`."""
    after: int
    """The step that follows when this node, and so all that it holds, is not asked."""

    def stands(self, moment: Moment) -> bool:
        """Whether what the phone calculated is taken as it is."""
        return ("now" in self.needs and not moment.now) or ("jr:choice-name" in self.needs and not moment.language)


class Path:
    """The way through an instrument, worked out once for any number of walks."""

    def __init__(self, definition: Definition | Mapping[str, Any]) -> None:
        self.definition = definition
        self.steps = _steps(definition.get("questions", []), 0)

    def walk(self, answers: Mapping[str, object], moment: Moment) -> Walk:
        """Goes through once. Never raises for any answers."""
        values: dict[str, Value] = {}
        context = Context(values, today=moment.today, now=moment.now, choice_label=self._label(moment.language))
        relevant: dict[str, Node] = {}
        at, end = 0, len(self.steps)
        while at < end:
            step = self.steps[at]
            if step.relevant is not None and not truth(step.relevant(context)):
                at = step.after
                continue
            at += 1
            relevant[step.name] = step.node
            if step.calculation is not None and not step.stands(moment):
                values[step.name] = step.calculation(context)
            elif step.name in answers and not step.silent:
                values[step.name] = from_answer(answers[step.name])
        return Walk(relevant, values, context)

    def _label(self, language: str) -> Callable[[str, str], str]:
        def label(name: str, choice: str) -> str:
            texts = choice_label(self.definition, name, choice)
            return texts.get(language) or texts.get(str(self.definition.get("default_language"))) or ""

        return label


def walk(definition: Definition | Mapping[str, Any], answers: Mapping[str, object], moment: Moment) -> Walk:
    """Goes through `definition` once. Never raises for any answers."""
    return Path(definition).walk(answers, moment)


def _steps(nodes: list[Node], start: int) -> list[Step]:
    steps: list[Step] = []
    for node in nodes:
        at = start + len(steps) + 1
        inside = _steps(node.get("children", []), at)
        steps += [_step(node, at + len(inside)), *inside]
    return steps


def _step(node: Node, after: int) -> Step:
    calculation = node["calculation"] if node["type"] == "calculate" else None
    return Step(
        node=node,
        name=node["name"],
        silent=node["type"] in SILENT,
        relevant=ready(node["relevant"]) if "relevant" in node else None,
        calculation=None if calculation is None else ready(calculation),
        needs=frozenset() if calculation is None else calls(calculation),
        after=after,
    )
