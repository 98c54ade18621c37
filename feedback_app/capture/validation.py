"""Do the answers of a record fit the instrument they name? Pure; never raises, whatever the answers hold.

Phones check the same things before a record is finished (`static/pwa/src/domain/form.ts`);
`tests/vectors/forms.json` holds both to the same verdicts.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from feedback_app.capture.definition import SILENT, Node, in_order
from feedback_app.capture.evaluate import evaluate
from feedback_app.capture.expression import calls
from feedback_app.capture.values import Value, day_number, day_text, from_answer, truth
from feedback_app.capture.walk import Moment, Walk, walk

LONGEST_TEXT = 10_000
LARGEST_INTEGER = 2**53 - 1
LONGEST_PROJECT = 80
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
    "chosen-twice": ("Un choix est pris deux fois.", "A choice is taken twice."),
    "not-a-day": ("Cette date n’existe pas.", "There is no such day."),
    "not-a-point": ("Cette position n’est pas lisible.", "This position cannot be read."),
    "not-a-medium": ("Le fichier joint n’est pas bien nommé.", "The attached file is not well named."),
    "required": ("Il manque une réponse.", "An answer is missing."),
    "not-relevant": ("Cette question ne devait pas être posée.", "This question was not to be asked."),
    "constraint": ("La réponse n’est pas possible ici.", "The answer is not possible here."),
    "not-recalculated": ("Le calcul ne donne pas cette valeur.", "The calculation does not give this value."),
}
"""Every reason a fault may have, as (French, English)."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


def check_answers(definition: Mapping[str, Any], answers: object, *, today: str) -> list[dict[str, object]]:
    """All that is wrong with the answers, in the order of the form: `{"field", "reason", "message"?}`.

    `today` is the day the record was made, `YYYY-MM-DD`. Since a phone knows its own day and the server only UTC, an
    instrument that looks at the day is also tried with the day before and the day after; the kindest verdict holds.
    `message` ({language: text}) is the instrument's own sentence. At most `MOST_FAULTS` are told.
    """
    if not isinstance(answers, dict):
        return [{"field": "answers", "reason": "answers-unreadable"}]
    kindest = _faults(definition, answers, Moment(today))
    for day in _neighbours(today) if kindest and "today" in uses(definition) else ():
        kindest = min(kindest, _faults(definition, answers, Moment(day)), key=len)
    return kindest[:MOST_FAULTS]


def sentence(reason: str, language: str = "fr") -> str:
    """What a reason means, for a person (`fr` or `en`). KeyError for an unknown reason."""
    return REASONS[reason][language == "en"]


def uses(definition: Mapping[str, Any]) -> frozenset[str]:
    """The functions and operators an instrument uses anywhere."""
    found: frozenset[str] = frozenset()
    for node in in_order(definition.get("questions", [])):
        for key in ("relevant", "constraint", "required", "calculation"):
            tree = node.get(key)
            found |= calls(tree) if isinstance(tree, dict) else frozenset()
    return found


def _neighbours(today: str) -> list[str]:
    days = day_number(today)
    return [] if math.isnan(days) else [day_text(days - 1), day_text(days + 1)]


def _faults(definition: Mapping[str, Any], answers: Mapping[object, object], moment: Moment) -> list[dict[str, object]]:
    known = {name: value for name, value in answers.items() if isinstance(name, str)}
    gone = walk(definition, known, moment)
    nodes = list(in_order(definition.get("questions", [])))
    found = [fault for node in nodes for fault in _node_faults(node, known, gone)]
    strangers = answers.keys() - {node["name"] for node in nodes}
    return found + [_fault(str(name)[:LONGEST_NAME], "unknown-question") for name in sorted(strangers, key=str)]


def _node_faults(node: Node, answers: Mapping[str, object], gone: Walk) -> Iterator[dict[str, object]]:
    name = node["name"]
    if name not in answers:
        if name in gone.relevant:
            yield from _absence(node, gone)
        return
    if node["type"] in SILENT:
        yield _fault(name, "takes-no-answer")
    elif name not in gone.relevant:
        yield _fault(name, "not-relevant")
    elif node["type"] == "calculate":
        if not _same(answers[name], gone.values[name]):
            yield _fault(name, "not-recalculated")
    elif reason := type_fault(node, answers[name]):
        yield _fault(name, reason)
    elif "constraint" in node and not _allowed(node, gone):
        yield _fault(name, "constraint", node.get("constraint_message"))


def _absence(node: Node, gone: Walk) -> Iterator[dict[str, object]]:
    if node["type"] == "calculate" and travels(gone.values[node["name"]]):
        yield _fault(node["name"], "not-recalculated")
    elif _required(node, gone):
        yield _fault(node["name"], "required", node.get("required_message"))


def travels(value: Value) -> bool:
    """Whether a calculated value is an answer at all: the empty text, NaN and the infinities are none."""
    return math.isfinite(value) if isinstance(value, float) else value != ""


def _fault(name: str, reason: str, message: Mapping[str, str] | None = None) -> dict[str, object]:
    return {"field": name, "reason": reason} | ({"message": dict(message)} if message else {})


def _required(node: Node, gone: Walk) -> bool:
    required = node.get("required", False)
    return required if isinstance(required, bool) else truth(evaluate(required, gone.context))


def _allowed(node: Node, gone: Walk) -> bool:
    context = dataclasses.replace(gone.context, own=gone.values[node["name"]])
    return truth(evaluate(node["constraint"], context))


def _same(given: object, computed: Value) -> bool:
    """Whether a calculated answer is what the server finds too."""
    if not isinstance(given, str | bool | int | float) or (isinstance(given, str) and len(given) > LONGEST_TEXT):
        return False
    value = from_answer(given)
    if isinstance(value, float) and isinstance(computed, float):
        return math.isclose(value, computed, rel_tol=1e-9)
    return type(value) is type(computed) and value == computed


def type_fault(node: Node, answer: object) -> str | None:
    """The reason why an answer cannot be one to this question, by its kind alone; None when it can."""
    return _CHECKS[node["type"]](node, answer)


def _text(_node: Node, answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    if answer == "":
        return "empty"
    return "too-long" if len(answer) > LONGEST_TEXT else None


def _integer(_node: Node, answer: object) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return "wrong-type"
    if isinstance(answer, float) and not answer.is_integer():
        return "wrong-type"
    return None if abs(answer) <= LARGEST_INTEGER else "out-of-range"


def _decimal(_node: Node, answer: object) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or answer != answer:  # NaN
        return "wrong-type"
    return None if abs(answer) <= LARGEST_INTEGER else "out-of-range"


def _choice(node: Node, answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    if any(choice["name"] == answer for choice in node.get("choices", [])):
        return None
    if "project" in node.get("appearance", "").split():
        return None if 0 < len(answer) <= LONGEST_PROJECT else "unknown-choice"
    return "unknown-choice"


def _choices(node: Node, answer: object) -> str | None:
    if not isinstance(answer, list):
        return "wrong-type"
    if not answer:
        return "empty"
    names = {choice["name"] for choice in node.get("choices", [])}
    if not all(isinstance(each, str) and each in names for each in answer):
        return "unknown-choice"
    return "chosen-twice" if len(set(answer)) < len(answer) else None


def _date(_node: Node, answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    return "not-a-day" if math.isnan(day_number(answer)) else None


def _geopoint(_node: Node, answer: object) -> str | None:
    if not isinstance(answer, dict):
        return "wrong-type"
    accuracy = answer.get("accuracy_m")
    fits = (
        answer.keys() <= {"lat", "lon", "accuracy_m"}
        and _between(answer.get("lat"), -90, 90)
        and _between(answer.get("lon"), -180, 180)
        and (accuracy is None or _between(accuracy, 0, 1e7))
    )
    return None if fits else "not-a-point"


def _between(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _medium(_node: Node, answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    return None if _SHA256.fullmatch(answer) else "not-a-medium"


_CHECKS: Mapping[str, Callable[[Node, object], str | None]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "select_one": _choice,
    "select_multiple": _choices,
    "date": _date,
    "geopoint": _geopoint,
    "image": _medium,
    "audio": _medium,
}
