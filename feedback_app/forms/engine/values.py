"""The values an expression works with, and how one kind becomes another (XPath 1.0, ODK flavour). Pure.

A value is a text, a number (IEEE double) or a truth. An empty answer is the empty text. Dates are texts
(`2026-11-23`, or with a time and an offset); as a number a date is its days since 1970-01-01, as in ODK.
`static/pwa/src/domain/expression.ts` says the same in TypeScript; `tests/vectors/expressions.json` holds both to it.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | float | bool

NAN = math.nan
DAY_MS = 86_400_000
LONGEST_NUMBER = 400
"""A text longer than this is no number: reading a megabyte of digits would cost more than it could mean."""

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_EPOCH = dt.date(1970, 1, 1).toordinal()
_BLANKS = " \t\r\n"
_WORD = re.compile(f"[^{_BLANKS}]+")


def from_answer(answer: object) -> Value:
    """An answer as it travels, as a value; anything that is no answer is the empty text. Never raises."""
    if isinstance(answer, bool | str):
        return answer
    if isinstance(answer, int | float):
        return _double(answer)
    if isinstance(answer, list):
        return " ".join(part for part in answer if isinstance(part, str))
    if isinstance(answer, dict):
        return _point(answer)
    return ""


def to_text(value: Value) -> str:
    """XPath `string()`: numbers in full, never with an exponent; whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    return format(Decimal(repr(float(value))), "f").removesuffix(".0")


def to_number(value: Value) -> float:
    """XPath `number()`, where a date counts its days; NaN when the text is no number."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if not isinstance(value, str):
        return float(value)
    stripped = value[: LONGEST_NUMBER + 1].strip(_BLANKS)
    if len(value) <= LONGEST_NUMBER and _NUMBER.fullmatch(stripped):
        return float(stripped)
    days = moment_number(stripped)
    return clock_number(stripped) if math.isnan(days) else days


def to_boolean(value: Value) -> bool:
    """XPath `boolean()`: a text is true when it is not empty, a number when it is neither zero nor NaN."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value != ""
    return value != 0 and not math.isnan(value)


def words(value: Value) -> list[str]:
    """The parts of a text between blanks: the chosen names of a `select_multiple`."""
    return _WORD.findall(to_text(value))


def day_number(day: str) -> float:
    """Days from 1970-01-01 to a `YYYY-MM-DD` (years 1000 to 9999); NaN when there is no such day."""
    if not _DATE.fullmatch(day):
        return NAN
    try:
        return float(dt.date.fromisoformat(day).toordinal() - _EPOCH)
    except ValueError:
        return NAN


def moment_number(moment: str) -> float:
    """Days, with their fraction, from 1970-01-01T00:00Z to a day or to a time that names its offset; else NaN."""
    found = _TIME.fullmatch(moment)
    if not found:
        return day_number(moment)
    days = day_number(found[1])
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    if math.isnan(days) or hour > 23 or minute > 59 or second > 59:
        return NAN
    milliseconds = int(((found[5] or "") + "000")[:3])
    of_day = ((hour * 60 + minute - _offset_minutes(found[6])) * 60 + second) * 1000 + milliseconds
    return (days * DAY_MS + of_day) / DAY_MS


def clock_number(clock: str) -> float:
    """A time of the day (`09:30`, `09:30:15`) as a part of the day, whatever its offset; NaN when there is none."""
    found = _CLOCK.fullmatch(clock)
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return NAN
    milliseconds = int(((found[4] or "") + "000")[:3])
    return (((int(found[1]) * 60 + int(found[2])) * 60 + int(found[3] or 0)) * 1000 + milliseconds) / DAY_MS


def clock_fields(moment: str) -> tuple[str, str, str, str]:
    """Hour, minute, second and thousandth of a moment, two digits each (three for the last); zeros for a plain day."""
    found = _TIME.fullmatch(moment)
    if not found:
        return "00", "00", "00", "000"
    return found[2], found[3], found[4] or "00", ((found[5] or "") + "000")[:3]


def day_text(days: float) -> str:
    """The day that lies so many days after 1970-01-01, as `YYYY-MM-DD`; empty outside the years 1000 to 9999."""
    if not -354285 <= days < 2932897:
        return ""
    return dt.date.fromordinal(math.floor(days) + _EPOCH).isoformat()


def _offset_minutes(offset: str) -> int:
    if offset == "Z":
        return 0
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return -minutes if offset[0] == "-" else minutes


def _double(answer: float) -> float:
    try:
        return float(answer)
    except OverflowError:
        return math.inf if answer > 0 else -math.inf


def _point(answer: dict[object, object]) -> str:
    """A position as ODK writes it: latitude, longitude, altitude (0: not kept), accuracy."""
    parts = [answer.get("lat"), answer.get("lon"), answer.get("accuracy_m") or 0]
    numbers = [_double(part) for part in parts if isinstance(part, int | float) and not isinstance(part, bool)]
    if len(numbers) < 3:
        return ""
    return f"{to_text(numbers[0])} {to_text(numbers[1])} 0 {to_text(numbers[2])}"
