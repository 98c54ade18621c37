"""Do the answers of a record fit the instrument they name? Pure; never raises, whatever the answers hold.

Phones check the same things before a record is finished (`static/pwa/src/domain/form.ts`);
`tests/vectors/forms.json` holds both to the same verdicts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from feedback_app.forms.engine.choice_filter import ChoiceCheck, choice_check
from feedback_app.forms.engine.definition import MOST_INSTANCES, Danger, Node, door_names, in_order, old_door_names
from feedback_app.forms.engine.evaluate import Compute, Context, compile_tree
from feedback_app.forms.engine.expression import calls
from feedback_app.forms.engine.kinds import LONGEST_TEXT, KindCheck, kind_check
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.forms.engine.sensitivity import holds_any
from feedback_app.forms.engine.values import Value, day_number, day_text, from_answer, to_boolean
from feedback_app.forms.engine.walk import Moment, Path, Step, Walk, instances, is_unsaid

MOST_FAULTS = 50
LONGEST_NAME = 120

REASONS: Mapping[str, tuple[str, str]] = {
    "answers-unreadable": ("Les réponses ne sont pas lisibles.", "The answers cannot be read."),
    "unknown-question": ("Cette question n’est pas dans le formulaire.", "This question is not in the form."),
    "takes-no-answer": ("Cette ligne n’attend pas de réponse.", "This line takes no answer."),
    "wrong-type": ("La réponse n’est pas de la bonne sorte.", "The answer is of the wrong kind."),
    "empty": ("La réponse est vide.", "The answer is empty."),
    "too-long": ("La réponse est trop longue.", "The answer is too long."),
    "out-of-range": ("Le nombre sort des limites.", "The number is out of bounds."),
    "unknown-choice": ("Ce choix n’existe pas.", "There is no such choice."),
    "choice-not-offered": (
        "Ce choix ne va plus avec les réponses d’avant.",
        "This choice no longer fits the answers before.",
    ),
    "not-all-ranked": ("Il faut tout mettre en ordre.", "Everything must be put in order."),
    "wrong-count": ("Ce n’est pas le nombre de fois demandé.", "This is not as many times as asked."),
    "too-many": ("C’est trop de fois.", "These are too many times."),
    "chosen-twice": ("Un choix est pris deux fois.", "A choice is taken twice."),
    "not-a-day": ("Cette date n’existe pas.", "There is no such day."),
    "not-a-time": ("Cette heure n’existe pas.", "There is no such time."),
    "not-a-point": ("Cette position n’est pas lisible.", "This position cannot be read."),
    "not-a-medium": ("Le fichier joint n’est pas bien nommé.", "The attached file is not well named."),
    "required": ("Il manque une réponse.", "An answer is missing."),
    "not-relevant": ("Cette question ne devait pas être posée.", "This question was not to be asked."),
    "constraint": ("La réponse n’est pas possible ici.", "The answer is not possible here."),
    "too-much-work": ("Ce formulaire demande trop de calculs.", "This form asks for too much to be calculated."),
    "not-recalculated": ("Le calcul ne donne pas cette valeur.", "The calculation does not give this value."),
}
"""Every reason a fault may have, as (French, English)."""


class Rules:
    """What an instrument asks of answers, worked out once for any number of records."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        self.meaning = FormMeaning(definition)
        self._path = Path(definition)
        self._asked = _Asked.of(self._path.steps)
        self._looks_at_the_day = "today" in uses(definition)
        self._has_doors = any(True for _ in door_names(definition))
        self._old_doors = frozenset() if self._has_doors else frozenset(old_door_names(definition))
        nodes = list(in_order(definition.get("questions", [])))
        self._by_note = bool(self._old_doors) or any(node["type"] == "note" and node.get("danger") for node in nodes)
        self._dangers = {one["name"] for node in nodes for one in node.get("choices", []) if one.get("danger")}

    def faults(self, answers: object, *, today: str) -> list[dict[str, object]]:
        """As `check_answers`."""
        if not isinstance(answers, dict):
            return [{"field": "answers", "reason": "answers-unreadable"}]
        kindest = self._faults(answers, Moment(today))
        for day in _neighbours(today) if kindest and self._looks_at_the_day else ():
            kindest = min(kindest, self._faults(answers, Moment(day)), key=len)
        return kindest[:MOST_FAULTS]

    def danger(self, answers: object, *, today: str) -> Danger:
        """Whether these answers open the danger door, or led past the note that was the door of older forms."""
        if not isinstance(answers, dict) or not (self._by_note or holds_any(answers, self._dangers)):
            return Danger.NONE  # most records, without another walk
        known = {name: value for name, value in answers.items() if isinstance(name, str)}
        gone = self._path.walk(known, Moment(today))
        if gone.door is not None:
            return Danger.ASKED
        if gone.too_much:  # who knows
            return Danger.MAYBE
        return Danger.NONE if self._old_doors.isdisjoint(gone.relevant) else Danger.MAYBE

    def _faults(self, answers: dict[object, object], moment: Moment) -> list[dict[str, object]]:
        known = {name: value for name, value in answers.items() if isinstance(name, str)}
        gone = self._path.walk(known, moment, only_what_counts=True)
        if gone.too_much:
            return [_fault("answers", "too-much-work")]
        # Behind the danger door nothing is required and nothing looked at: a call for help is never quarantined.
        return [] if gone.door else self._asked.faults(answers, known, gone)


def check_answers(definition: Mapping[str, Any], answers: object, *, today: str) -> list[dict[str, object]]:
    """All that is wrong with the answers, in the order of the form: `{"field", "reason", "message"?}`.

    `today` is the day the record was made, `YYYY-MM-DD`. Since a phone knows its own day and the server only UTC, an
    instrument that looks at the day is also tried with the day before and the day after; the kindest verdict holds.
    `message` ({language: text}) is the instrument's own sentence. At most `MOST_FAULTS` are returned.
    """
    return Rules(definition).faults(answers, today=today)


def sentence(reason: str, language: str = "fr") -> str:
    """What a reason means, for a person (`fr` or `en`). KeyError for an unknown reason."""
    return REASONS[reason][language == "en"]


def uses(definition: Mapping[str, Any]) -> frozenset[str]:
    """The functions and operators an instrument uses anywhere."""
    found: frozenset[str] = frozenset()
    for node in in_order(definition.get("questions", [])):
        for key in ("relevant", "constraint", "required", "calculation", "choice_filter", "count"):
            tree = node.get(key)
            found |= calls(tree) if isinstance(tree, dict) else frozenset()
    return found


def _neighbours(today: str) -> list[str]:
    days = day_number(today)
    return [] if math.isnan(days) else [day_text(days - 1), day_text(days + 1)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a form asks, or a repeat each time."""

    rules: tuple[_Rule, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, steps: Sequence[Step]) -> _Asked:
        return cls(tuple(map(_rule, steps)), frozenset(step.name for step in steps))

    def faults(
        self, answers: Mapping[object, object], known: Mapping[str, object], gone: Walk
    ) -> list[dict[str, object]]:
        """Of all that was answered, and of `known`, what has a name of ours."""
        found: list[dict[str, object]] = []
        for rule in self.rules:
            if rule.name not in known and not rule.can_be_missed:
                continue
            if fault := rule.fault(known, gone):
                found.append(fault)
            elif rule.inside and rule.name in gone.times:
                found += rule.inside_faults(known.get(rule.name), gone.times[rule.name])
        strangers = answers.keys() - self.names
        return found + [_fault(str(name)[:LONGEST_NAME], "unknown-question") for name in sorted(strangers, key=str)]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one node asks of its answer, or of the want of one."""

    node: Node
    name: str
    calculated: bool
    required: bool | Compute
    constraint: Compute | None
    kind_check: KindCheck | None
    can_be_missed: bool
    """Whether the want of an answer may be a fault."""
    offered: ChoiceCheck | None = None
    inside: _Asked | None = None
    """What a repeat asks each time."""
    times: Callable[[Context], int | None] = lambda _context: None

    def fault(self, answers: Mapping[str, object], gone: Walk) -> dict[str, object] | None:
        """The first thing that is wrong, if anything is."""
        if self.name not in answers or is_unsaid(self.node, answers[self.name]):
            return self._absence(gone) if self.name in gone.relevant else None
        if self.inside is not None:
            return self._wrong_times(answers[self.name], gone)
        if self.kind_check is None and not self.calculated:
            return _fault(self.name, "takes-no-answer")
        if self.name not in gone.relevant:
            return _fault(self.name, "not-relevant")
        answer = answers[self.name]
        if self.calculated:
            return None if same_value(answer, gone.values[self.name]) else _fault(self.name, "not-recalculated")
        if self.kind_check and (reason := self.kind_check(answer)):
            return _fault(self.name, reason)
        if self.offered and (reason := self.offered(answer, gone.context)):
            return _fault(self.name, reason)
        if self.constraint is not None and not self._allows(self.constraint, gone):
            return _fault(self.name, "constraint", self.node.get("constraint_message"))
        return None

    def _wrong_times(self, answer: object, gone: Walk) -> dict[str, object] | None:
        """What is wrong with a repeat's list itself."""
        if self.name not in gone.relevant:
            return _fault(self.name, "not-relevant")
        if not isinstance(answer, list) or not all(isinstance(each, dict) for each in answer):
            return _fault(self.name, "wrong-type")
        if len(answer) > MOST_INSTANCES:
            return _fault(self.name, "too-many")
        wanted = self.times(gone.context)
        if not answer or (wanted is not None and len(answer) != wanted):
            return _fault(self.name, "wrong-count" if wanted is not None else "empty")
        return None

    def inside_faults(self, answer: object, times: list[Walk]) -> list[dict[str, object]]:
        """What is wrong each time, its field as `problems[1].what`: times count from 1."""
        assert self.inside is not None
        return [
            fault | {"field": f"{self.name}[{position}].{fault['field']}"}
            for position, (given, gone) in enumerate(zip(instances(answer), times, strict=True), 1)
            for fault in self.inside.faults(cast("Mapping[object, object]", given), given, gone)
        ]

    def _absence(self, gone: Walk) -> dict[str, object] | None:
        if self.inside is not None:
            return _fault(self.name, "wrong-count") if self.times(gone.context) else None
        if self.calculated and travels(gone.values.get(self.name, "")):
            return _fault(self.name, "not-recalculated")
        required = self.required if isinstance(self.required, bool) else to_boolean(self.required(gone.context))
        return _fault(self.name, "required", self.node.get("required_message")) if required else None

    def _allows(self, constraint: Compute, gone: Walk) -> bool:
        return to_boolean(constraint(gone.context.of(gone.context.values, own=gone.values[self.name])))


def _rule(step: Step) -> _Rule:
    node, required = step.node, step.node.get("required", False)
    takes_answers = not step.silent and not step.inside and step.calculation is None
    return _Rule(
        node=node,
        name=step.name,
        required=required if isinstance(required, bool) else compile_tree(required),
        constraint=compile_tree(node["constraint"]) if "constraint" in node else None,
        can_be_missed=required is not False or step.calculation is not None or bool(step.inside),
        kind_check=kind_check(node) if takes_answers else None,
        calculated=step.calculation is not None,
        offered=choice_check(node) if "choice_filter" in node else None,
        inside=_Asked.of(step.inside) if step.inside else None,
        times=step.times,
    )


def travels(value: Value) -> bool:
    """Whether a calculated value is an answer at all: the empty text, NaN and the infinities are none."""
    return math.isfinite(value) if isinstance(value, float) else value != ""


def _fault(name: str, reason: str, message: Mapping[str, str] | None = None) -> dict[str, object]:
    return {"field": name, "reason": reason} | ({"message": dict(message)} if message else {})


def same_value(given: object, computed: Value) -> bool:
    """Whether a calculated answer is what the server finds too."""
    if not isinstance(given, str | bool | int | float) or (isinstance(given, str) and len(given) > LONGEST_TEXT):
        return False
    value = from_answer(given)
    if isinstance(value, float) and isinstance(computed, float):
        return math.isclose(value, computed, rel_tol=1e-9)
    return type(value) is type(computed) and value == computed
