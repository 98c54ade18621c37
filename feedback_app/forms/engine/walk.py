"""Going through an instrument with answers in hand: what is asked, and what each question comes to. Pure.

A question may depend only on what is before it (`xlsform` sees to that), so one pass in order settles all.
A question that is not asked has no value for those after it, whatever was answered before. A repeat is a walk of its
own for each time it was answered, that sees what is before it.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from feedback_app.forms.engine.blank import is_blank
from feedback_app.forms.engine.definition import MOST_INSTANCES, SILENT, Definition, Node, choice_label
from feedback_app.forms.engine.evaluate import Compute, Context, compile_tree
from feedback_app.forms.engine.expression import calls
from feedback_app.forms.engine.grammar import NOT_REPEATABLE
from feedback_app.forms.engine.kinds import LONGEST_TEXT
from feedback_app.forms.engine.values import Value, from_answer, to_boolean, to_number
from feedback_app.forms.engine.work import MOST_WORK, work_of_node


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
    """What came of it: the nodes that are asked, in order and by name, and the values of those that have one.

    `times` has the walks of a repeat, one for each time it was answered.
    """

    relevant: Mapping[str, Node]
    values: Mapping[str, Value]
    context: Context
    times: Mapping[str, list[Walk]] = field(default_factory=dict)
    door: Node | None = None
    """The question that opened the danger door: it is the last that is asked."""
    too_much: bool = False
    """The answers would have made too much work: nothing was gone through."""


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
    inside: tuple[Step, ...] = ()
    """What a repeat asks each time."""
    count: Compute | None = None
    dangers: frozenset[str] = frozenset()
    """The choices that open the danger door."""
    longest: int = LONGEST_TEXT
    """Characters of an answer that may be right; of a longer one the rest is not looked at."""
    counts_unanswered: bool = True
    """Whether it makes a difference that it is asked where it is not answered: it is required, calculated, holds others
    or opens the danger door by itself."""

    def opens(self, answer: object) -> bool:
        """Whether the danger door is open once this was asked and answered so."""
        if not self.dangers:
            return self.silent and bool(self.node.get("danger"))
        chosen = answer if isinstance(answer, list) else [answer]
        return any(isinstance(one, str) and one in self.dangers for one in chosen)

    def is_taken_as_sent(self, moment: Moment) -> bool:
        """Whether what the phone calculated is taken as it is."""
        return (
            not self.needs.isdisjoint(NOT_REPEATABLE)
            or ("now" in self.needs and not moment.now)
            or ("jr:choice-name" in self.needs and not moment.language)
        )

    def times(self, context: Context) -> int | None:
        """How many times a repeat is asked; None when the person decides."""
        if self.count is None:
            return None
        count = to_number(self.count(context))
        return 0 if math.isnan(count) else int(max(0, min(count, MOST_INSTANCES)))


class Path:
    """The way through an instrument, worked out once for any number of walks."""

    def __init__(self, definition: Definition | Mapping[str, Any]) -> None:
        self.definition = definition
        self.steps = _steps(definition.get("questions", []), 0)
        self._work = sum(work_of_node(step.node) for step in self.steps)
        self._work_each_time = {
            step.name: sum(work_of_node(one.node) for one in step.inside) for step in self.steps if step.inside
        }

    def walk(self, answers: Mapping[str, object], moment: Moment, *, only_what_counts: bool = False) -> Walk:
        """Goes through once. Never raises for any answers. `only_what_counts` leaves out of `relevant` the nodes of
        which nobody needs to know whether they are asked, because no answer of them is there or missing: of a form of
        fifty questions most records answer ten."""
        context = Context(today=moment.today, now=moment.now, choice_label=self._label(moment.language), each={})
        if self._work_of(answers) > MOST_WORK:
            return Walk({}, {}, context, too_much=True)
        return _walk(self.steps, answers, context, moment, only_what_counts=only_what_counts)

    def _work_of(self, answers: Mapping[str, object]) -> int:
        times = ((len(instances(answers.get(name))), work) for name, work in self._work_each_time.items())
        return self._work + sum(count * work for count, work in times)

    def _label(self, language: str) -> Callable[[str, str], str]:
        def label(name: str, choice: str) -> str:
            texts = choice_label(self.definition, name, choice)
            return texts.get(language) or texts.get(str(self.definition.get("default_language"))) or ""

        return label


def _walk(
    steps: Sequence[Step],
    answers: Mapping[str, object],
    before: Context,
    moment: Moment,
    *,
    only_what_counts: bool = False,
) -> Walk:
    """Goes once through what a form, or one time of a repeat, asks. `before` is what is known already. Of a repeat all
    counts: what comes after it may ask which of its questions were asked."""
    values = dict(before.values)
    context = before.of(values)
    relevant: dict[str, Node] = {}
    times: dict[str, list[Walk]] = {}
    door: Node | None = None
    at, end = 0, len(steps)
    while at < end and door is None:
        step = steps[at]
        if only_what_counts and not step.counts_unanswered and step.name not in answers:
            at += 1
            continue
        asked = step.relevant is None or step.relevant(context)
        if asked is False or not to_boolean(asked):  # most are False
            at = step.after
            continue
        at += 1
        relevant[step.name] = step.node
        if step.calculation is not None and not step.is_taken_as_sent(moment):
            values[step.name] = _settled(step.calculation(context))
        elif step.inside:
            times[step.name] = _times(step, answers.get(step.name), context, moment)
            door = next((gone.door for gone in times[step.name] if gone.door), None)
        elif step.name in answers and not step.silent:
            unsaid = is_unsaid(step.node, answers[step.name])
            values[step.name] = "" if unsaid else _bounded(from_answer(answers[step.name]), step.longest)
        if step.opens(answers.get(step.name)):
            door = step.node
    return Walk(relevant, values, context, times, door)


def is_unsaid(node: Node, answer: object) -> bool:
    """Whether an answer says nothing: a text of blanks and line ends. Phones leave it out; older ones sent it."""
    return node["type"] == "text" and isinstance(answer, str) and answer != "" and is_blank(answer)


def _settled(value: Value) -> Value:
    """What a calculation leaves behind: that it came to no number is no value, as in ODK."""
    return "" if isinstance(value, float) and math.isnan(value) else _bounded(value, LONGEST_TEXT)


def _bounded(value: Value, longest: int) -> Value:
    return value[:longest] if isinstance(value, str) and len(value) > longest else value


def _times(repeat: Step, answer: object, context: Context, moment: Moment) -> list[Walk]:
    """One walk for each time a repeat was answered. Those after it may ask for the values of all."""
    given = instances(answer)
    each = cast("dict[str, list[Value | None]]", context.each)
    each[repeat.name] = [""] * len(given)
    for step in repeat.inside:
        each[step.name] = []
    walks = []
    for position, answers in enumerate(given, 1):
        gone = _walk(repeat.inside, answers, dataclasses.replace(context, position=position), moment)
        for step in repeat.inside:
            each[step.name].append(gone.values.get(step.name, "") if step.name in gone.relevant else None)
        walks.append(gone)
        if gone.door:
            break
    return walks


def instances(answer: object) -> list[Mapping[str, object]]:
    """The answers of each time of a repeat; what is none has none, and there are never more than `MOST_INSTANCES`."""
    if not isinstance(answer, list):
        return []
    return [each if isinstance(each, dict) else {} for each in answer[:MOST_INSTANCES]]


def _steps(nodes: list[Node], start: int) -> list[Step]:
    steps: list[Step] = []
    for node in nodes:
        at = start + len(steps) + 1
        inside = [] if node["type"] == "repeat" else _steps(node.get("children", []), at)
        steps += [_step(node, at + len(inside)), *inside]
    return steps


def _step(node: Node, after: int) -> Step:
    calculation = node.get("calculation")
    opens_by_itself = node["type"] in SILENT and bool(node.get("danger"))
    return Step(
        node=node,
        name=node["name"],
        silent=node["type"] in SILENT,
        relevant=compile_tree(node["relevant"]) if "relevant" in node else None,
        calculation=None if calculation is None else compile_tree(calculation),
        needs=frozenset() if calculation is None else calls(calculation),
        after=after,
        inside=tuple(_steps(node["children"], 0)) if node["type"] == "repeat" else (),
        count=compile_tree(node["count"]) if "count" in node else None,
        dangers=frozenset(choice["name"] for choice in node.get("choices", []) if choice.get("danger")),
        counts_unanswered=(
            calculation is not None or opens_by_itself or "children" in node or node.get("required", False) is not False
        ),
        longest=max(LONGEST_TEXT, sum(len(choice["name"]) + 1 for choice in node.get("choices", []))),
    )
