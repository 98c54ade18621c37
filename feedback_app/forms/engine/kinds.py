"""Can an answer be one to a question of its kind? Pure; never raises, whatever the answer."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias, cast

from feedback_app.forms.engine.definition import Kind, Node
from feedback_app.forms.engine.values import clock_number, day_number, moment_number, to_number, words

LONGEST_TEXT = 10_000
LARGEST_INTEGER = 2**53 - 1
LONGEST_PROJECT = 80
LONGEST_DAY = len("2026-11-24")
EARLIEST_YEAR = 1800
LATEST_YEAR = 2199
ACKNOWLEDGED = "OK"
"""What an `acknowledge` is answered with, as in ODK."""

_SHA256 = re.compile(r"[0-9a-f]{64}")

KindCheck: TypeAlias = Callable[[object], str | None]
"""The reason why an answer cannot be one to a question, by its kind alone; None when it can."""


def kind_check(node: Node) -> KindCheck:
    """What to ask of answers to this question (not a note, a group or a calculation)."""
    return _BY_KIND[node["type"]](node)


def from_text(kind: Kind, written: str) -> object:
    """A cell of a form as the answer it means, to a question of that kind; what cannot be one stays a text."""
    if kind in {"integer", "decimal", "range"}:
        value = to_number(written)
        return written if math.isnan(value) else int(value) if value.is_integer() else value
    if kind in {"select_multiple", "rank"}:
        return words(written)
    if kind == "geopoint":
        parts = [to_number(part) for part in words(written)]
        return dict(zip(("lat", "lon", "accuracy_m"), [*parts[:2], *parts[3:4]], strict=False))
    return written


def _text(answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    if answer == "":
        return "empty"
    return "too-long" if len(answer) > LONGEST_TEXT else None


def _integer(answer: object) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return "wrong-type"
    if isinstance(answer, float) and not answer.is_integer():
        return "wrong-type"
    return None if abs(answer) <= LARGEST_INTEGER else "out-of-range"


def _decimal(answer: object) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or answer != answer:  # NaN
        return "wrong-type"
    return None if abs(answer) <= LARGEST_INTEGER else "out-of-range"


def _choice(node: Node) -> KindCheck:
    names = {choice["name"] for choice in node.get("choices", [])}
    is_project = "project" in node.get("appearance", "").split()

    def kind_check(answer: object) -> str | None:
        if not isinstance(answer, str):
            return "wrong-type"
        if answer in names or (is_project and 0 < len(answer) <= LONGEST_PROJECT):
            return None
        return "unknown-choice"

    return kind_check


def _choices(node: Node) -> KindCheck:
    names = {choice["name"] for choice in node.get("choices", [])}

    def kind_check(answer: object) -> str | None:
        if not isinstance(answer, list):
            return "wrong-type"
        if not answer:
            return "empty"
        if not all(isinstance(each, str) and each in names for each in answer):
            return "unknown-choice"
        return "chosen-twice" if len(set(answer)) < len(answer) else None

    return kind_check


def _rank(node: Node) -> KindCheck:
    """All that is offered, each once, in the order the person gave it. What is offered may hang on a filter."""
    among = _choices(node)
    all_of_them = len(node.get("choices", [])) if "choice_filter" not in node else 0

    def kind_check(answer: object) -> str | None:
        return among(answer) or ("not-all-ranked" if isinstance(answer, list) and len(answer) < all_of_them else None)

    return kind_check


def _range(node: Node) -> KindCheck:
    start, end, step = scale(node)

    def kind_check(answer: object) -> str | None:
        if reason := _decimal(answer):
            return reason
        steps = (cast("float", answer) - start) / step
        outside = not -1e-9 <= steps <= (end - start) / step + 1e-9
        return "out-of-range" if outside or abs(steps - round(steps)) > 1e-6 else None

    return kind_check


def scale(node: Node) -> tuple[float, float, float]:
    """Start, end and step of a `range`; the step goes from the start towards the end."""
    given = node.get("parameters", {})
    start, end = float(given.get("start", 0)), float(given.get("end", 10))
    return start, end, math.copysign(float(given.get("step", 1)), end - start)


def _acknowledge(answer: object) -> str | None:
    return None if answer == ACKNOWLEDGED else "wrong-type"


def _time(answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    return "not-a-time" if math.isnan(clock_number(answer)) else None


def _moment(answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    if len(answer) <= LONGEST_DAY or math.isnan(moment_number(answer)):
        return "not-a-time"
    return _year(answer)


def _date(answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    return "not-a-day" if math.isnan(day_number(answer)) else _year(answer)


def _year(moment: str) -> str | None:
    """0204 and 2924 are slips of the finger; nobody here speaks of such days."""
    return None if moment[:4].isdecimal() and EARLIEST_YEAR <= int(moment[:4]) <= LATEST_YEAR else "not-a-day"


def _geopoint(answer: object) -> str | None:
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


def _medium(answer: object) -> str | None:
    if not isinstance(answer, str):
        return "wrong-type"
    return None if _SHA256.fullmatch(answer) else "not-a-medium"


_BY_KIND: Mapping[str, Callable[[Node], KindCheck]] = {
    "text": lambda _node: _text,
    "integer": lambda _node: _integer,
    "decimal": lambda _node: _decimal,
    "range": _range,
    "select_one": _choice,
    "select_multiple": _choices,
    "rank": _rank,
    "acknowledge": lambda _node: _acknowledge,
    "date": lambda _node: _date,
    "time": lambda _node: _time,
    "dateTime": lambda _node: _moment,
    "geopoint": lambda _node: _geopoint,
    "image": lambda _node: _medium,
    "audio": lambda _node: _medium,
}
