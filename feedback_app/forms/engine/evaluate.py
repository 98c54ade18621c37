"""What an expression tree comes to, given the answers. Pure; never raises, whatever the tree or the answers.

What cannot be evaluated (an unknown function, a broken tree, one nested deeper than `expression.DEEPEST`) is the empty
text. The same trees are evaluated by `static/pwa/src/domain/expression.ts`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from feedback_app.forms.engine.expression import DEEPEST
from feedback_app.forms.engine.grammar import BY_CHANCE, FUNCTIONS, OF_SETS
from feedback_app.forms.engine.kinds import LONGEST_TEXT
from feedback_app.forms.engine.pattern import matches
from feedback_app.forms.engine.text_functions import date_text, format_date, joined, selected_at, substring
from feedback_app.forms.engine.values import (
    NAN,
    Value,
    from_answer,
    to_boolean,
    to_number,
    to_text,
    words,
)

EXACT = 2.0**52
"""From here on numbers have no fraction to cut off."""


def _no_label(_question: str, _choice: str) -> str:
    return ""


@dataclass(frozen=True)
class Context:
    """What a tree may look at: the values of questions by name, the own value (`.`), the day and the time.

    `today` is `YYYY-MM-DD`, `now` a time with its offset; `choice_label(question, choice)` is empty when unknown.
    `each` has the values of a repeat's question, one for every time, None where it was not asked; under the repeat's
    own name it has as many as there are times. `position` is which time this is, from 1. `columns` are those of the
    choice that a filter looks at.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    own: Value = ""
    today: str = ""
    now: str = ""
    choice_label: Callable[[str, str], str] = _no_label
    each: Mapping[str, Sequence[Value | None]] = field(default_factory=dict)
    position: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)

    def of(self, values: Mapping[str, Value], *, own: Value = "") -> Context:
        """The same with other values. Once an answer: `dataclasses.replace` takes five times as long."""
        return Context(values, own, self.today, self.now, self.choice_label, self.each, self.position, self.columns)


Compute: TypeAlias = Callable[[Context], Value]
"""A tree that is ready to be asked for its value."""


def evaluate(tree: object, context: Context) -> Value:
    """The value of a tree."""
    return compile_tree(tree)(context)


def compile_tree(tree: object, *, depth: int = 0) -> Compute:
    """A tree as a function: what can be settled without answers is settled once."""
    if not isinstance(tree, Mapping) or depth >= DEEPEST:
        return _constant("")
    if "lit" in tree:
        return _constant(from_answer(tree["lit"]))
    if "ref" in tree:
        name = tree["ref"]
        return _value_of(name) if isinstance(name, str) else _constant("")
    if "self" in tree:
        return lambda context: context.own
    if "column" in tree:
        name = str(tree["column"])
        return lambda context: context.columns.get(name, "")
    return _call(tree, depth)


def _constant(value: Value) -> Compute:
    return lambda _context: value


def _value_of(name: str) -> Compute:
    return lambda context: context.values.get(name, "")


def _call(tree: Mapping[object, object], depth: int) -> Compute:
    name, given = tree.get("call"), tree.get("args")
    if not isinstance(name, str) or not isinstance(given, list):
        return _constant("")
    least, most = ARITY.get(name, (1, 0))
    if not least <= len(given) <= most:
        return _constant("")
    if name == "=" and (plain := _plain_question(given)):
        return _is(*plain)
    if name in OF_SETS:
        return _of_set(name, given, depth)
    args = [compile_tree(each, depth=depth + 1) for each in given]
    if name == "or":
        return lambda context: any(to_boolean(each(context)) for each in args)
    if name == "and":
        return lambda context: all(to_boolean(each(context)) for each in args)
    if name in _IN_CONTEXT:
        in_context = _IN_CONTEXT[name]
        return lambda context: in_context([each(context) for each in args], context)
    compute = _PLAIN[name]
    if len(args) == 2:  # most are comparisons
        left, right = args
        return lambda context: compute((left(context), right(context)))
    return lambda context: compute([each(context) for each in args])


def _of_set(name: str, given: Sequence[object], depth: int) -> Compute:
    """Over values one by one, or over those that a repeat's question has."""
    parts = [_several(each, depth) for each in given]
    if name == "indexed-repeat":
        return lambda context: _at(parts[0](context), parts[2](context))
    compute = _OF_SETS[name]
    return lambda context: compute([value for part in parts for value in part(context) if value is not None])


def _several(tree: object, depth: int) -> Callable[[Context], Sequence[Value | None]]:
    if isinstance(tree, Mapping) and "each" in tree:
        name = str(tree["each"])
        return lambda context: context.each.get(name, ())
    one = compile_tree(tree, depth=depth + 1)
    return lambda context: (one(context),)


def _at(values: Sequence[Value | None], index: Sequence[Value | None]) -> Value:
    """The value of the time of that number, from 1; empty when there is none."""
    place = to_number(index[0] or "") if index else NAN
    value = values[int(place) - 1] if 1 <= place < len(values) + 1 else ""
    return "" if value is None else value


def _plain_question(args: Sequence[object]) -> tuple[str, str] | None:
    left, right = args
    if not isinstance(left, Mapping) or not isinstance(right, Mapping):
        return None
    question, text = left.get("ref"), right.get("lit")
    return (question, text) if isinstance(question, str) and isinstance(text, str) and "lit" not in left else None


def _is(question: str, text: str) -> Compute:
    """`${question} = 'text'`: what an instrument asks most, on the way of every record."""

    def compute(context: Context) -> bool:
        value = context.values.get(question, "")
        return value == text if isinstance(value, str) else _equal((value, text))

    return compute


def _equal(args: Sequence[Value]) -> bool:
    left, right = args
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    return to_number(left) == to_number(right)


def _numbers(compute: Callable[[float, float], Value]) -> Callable[[Sequence[Value]], Value]:
    """A chain that leans left, over numbers."""

    def chain(args: Sequence[Value]) -> Value:
        result: Value = to_number(args[0])
        for each in args[1:]:
            result = compute(to_number(result), to_number(each))
        return result

    return chain


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _modulo(left: float, right: float) -> float:
    if right == 0 or math.isinf(left):
        return NAN
    return math.fmod(left, right)


def _truncated(value: float) -> float:
    return float(math.trunc(value)) if abs(value) < EXACT else value


def _rounded(args: Sequence[Value]) -> float:
    """Halves go up. With a second value, to so many digits after the point (-15 to 15)."""
    value, places = to_number(args[0]), to_number(args[1]) if len(args) > 1 else 0.0
    if not abs(value) < EXACT or math.isnan(places):
        return value if not math.isnan(places) else NAN
    power = float(10 ** min(15, abs(math.trunc(max(min(places, 15), -15)))))
    scaled = value * power if places >= 0 else value / power
    if not abs(scaled) < EXACT:
        return value
    whole = float(math.floor(scaled + 0.5))
    return whole / power if places >= 0 else whole * power


def _extreme(better: Callable[[float, float], bool]) -> Callable[[Sequence[Value]], Value]:
    def extreme(args: Sequence[Value]) -> float:
        found = to_number(args[0]) if args else NAN
        for each in map(to_number, args[1:]):
            found = each if math.isnan(each) or better(each, found) else found
        return found

    return extreme


def _is_nothing(value: Value) -> bool:
    return value == "" or (isinstance(value, float) and math.isnan(value))


def _sum(left: float, right: float) -> float:
    return left + right


_PLAIN: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "=": _equal,
    "!=": lambda args: not _equal(args),
    "<": lambda args: to_number(args[0]) < to_number(args[1]),
    "<=": lambda args: to_number(args[0]) <= to_number(args[1]),
    ">": lambda args: to_number(args[0]) > to_number(args[1]),
    ">=": lambda args: to_number(args[0]) >= to_number(args[1]),
    "+": _numbers(_sum),
    "-": _numbers(operator.sub),
    "*": _numbers(operator.mul),
    "div": _numbers(_divide),
    "mod": _numbers(_modulo),
    "neg": lambda args: -to_number(args[0]),
    "selected": lambda args: to_text(args[1]).strip(" \t\r\n") in words(args[0]),
    "count-selected": lambda args: float(len(words(args[0]))),
    "selected-at": selected_at,
    "if": lambda args: args[1] if to_boolean(args[0]) else args[2],
    "coalesce": lambda args: args[1] if _is_nothing(args[0]) else args[0],
    "not": lambda args: not to_boolean(args[0]),
    "boolean": lambda args: to_boolean(args[0]),
    "number": lambda args: to_number(args[0]),
    "int": lambda args: _truncated(to_number(args[0])),
    "round": _rounded,
    "string": lambda args: to_text(args[0]),
    "concat": joined,
    "string-length": lambda args: float(len(to_text(args[0]))),
    "substr": substring,
    "contains": lambda args: to_text(args[1]) in to_text(args[0]),
    "starts-with": lambda args: to_text(args[0]).startswith(to_text(args[1])),
    "ends-with": lambda args: to_text(args[0]).endswith(to_text(args[1])),
    "regex": lambda args: matches(to_text(args[0]), to_text(args[1])),
    "date": date_text,
    "format-date": format_date,
}

_OF_SETS: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "min": _extreme(operator.lt),
    "max": _extreme(operator.gt),
    "sum": lambda args: _numbers(_sum)(args) if args else 0.0,
    "count": lambda args: float(len(args)),
    "count-non-empty": lambda args: float(sum(to_text(each) != "" for each in args)),
    "join": lambda args: joined(args[1:], to_text(args[0])),
}

_IN_CONTEXT: Mapping[str, Callable[[Sequence[Value], Context], Value]] = {
    "today": lambda _args, context: context.today,
    "now": lambda _args, context: context.now,
    "position": lambda _args, context: float(context.position),
    "once": lambda args, context: args[0] if to_text(context.own) == "" else context.own,
    **dict.fromkeys(BY_CHANCE, lambda _args, context: context.own),
    "jr:choice-name": lambda args, context: context.choice_label(to_text(args[1]), to_text(args[0]).strip(" \t\r\n"))[
        :LONGEST_TEXT
    ],
}

_TWO = dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "-", "div", "mod"), (2, 2))
_CHAINS = dict.fromkeys(("or", "and", "+", "*"), (2, 10000))
ARITY: Mapping[str, tuple[int, int]] = {
    **{name: arity for name, arity in FUNCTIONS.items() if name not in {"true", "false"}},
    **_TWO,
    **_CHAINS,
    "neg": (1, 1),
}
"""Every function and operator a tree may hold, with the least and the most values it takes."""
