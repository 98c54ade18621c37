"""The functions of expressions that make texts. Pure; no text that they make is longer than an answer may be, so that a
form cannot double one until the memory is full. The phone cuts at the same character.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from feedback_app.forms.engine.kinds import LONGEST_TEXT
from feedback_app.forms.engine.values import (
    Value,
    clock_fields,
    day_text,
    moment_number,
    to_number,
    to_text,
    words,
)


def joined(values: Iterable[Value], between: str = "") -> str:
    """The texts of these values one after another."""
    between, made, size = between[:LONGEST_TEXT], list[str](), 0
    for value in values:
        made.append(to_text(value)[:LONGEST_TEXT])
        size += len(made[-1]) + len(between)
        if size > 2 * LONGEST_TEXT:
            break
    return between.join(made)[:LONGEST_TEXT]


def substring(args: Sequence[Value]) -> str:
    """From a place (0 is the first character, -1 the last) up to, not with, another."""
    whole = to_text(args[0])
    start, end = _place(args[1], len(whole)), _place(args[2], len(whole)) if len(args) > 2 else len(whole)
    return whole[start : min(end, start + LONGEST_TEXT)] if start < end else ""


def _place(value: Value, length: int) -> int:
    place = to_number(value)
    if math.isnan(place):
        return length
    return int(max(0.0, min(float(length), place + length if place < 0 else place)))


def selected_at(args: Sequence[Value]) -> str:
    chosen, place = words(args[0]), to_number(args[1])
    return chosen[math.trunc(place)] if 0 <= place < len(chosen) else ""


def date_text(args: Sequence[Value]) -> str:
    days = moment_number(args[0].strip(" \t\r\n")) if isinstance(args[0], str) else to_number(args[0])
    return day_text(days)


def format_date(args: Sequence[Value]) -> str:
    """Fields as they are in the text, no zone is changed; a plain day is at 00:00."""
    moment = to_text(args[0]) if isinstance(args[0], str) else date_text(args)
    moment = moment.strip(" \t\r\n")
    if math.isnan(moment_number(moment)):
        return ""
    hour, minute, second, thousandth = clock_fields(moment)
    year, month, day = moment[:4], moment[5:7], moment[8:10]
    fields = {
        "Y": year, "y": year[2:], "m": month, "n": str(int(month)), "d": day, "e": str(int(day)), "H": hour,
        "h": str(int(hour)), "M": minute, "S": second, "3": thousandth, "%": "%",
    }  # fmt: skip
    given = to_text(args[1])[:LONGEST_TEXT]
    return re.sub(r"%(.?)", lambda found: fields.get(found[1], ""), given, flags=re.DOTALL)[:LONGEST_TEXT]
