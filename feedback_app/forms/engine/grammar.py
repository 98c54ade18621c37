"""The words of expressions: functions with what they take, and operators with how they bind."""

from __future__ import annotations

from collections.abc import Mapping

MANY = 1_000
FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "selected": (2, 2),
    "count-selected": (1, 1),
    "selected-at": (2, 2),
    "if": (3, 3),
    "coalesce": (2, 2),
    "not": (1, 1),
    "true": (0, 0),
    "false": (0, 0),
    "boolean": (1, 1),
    "number": (1, 1),
    "int": (1, 1),
    "round": (1, 2),
    "string": (1, 1),
    "concat": (1, MANY),
    "string-length": (1, 1),
    "substr": (2, 3),
    "contains": (2, 2),
    "starts-with": (2, 2),
    "ends-with": (2, 2),
    "regex": (2, 2),
    "min": (1, MANY),
    "max": (1, MANY),
    "sum": (1, MANY),
    "count": (1, MANY),
    "count-non-empty": (1, MANY),
    "join": (2, MANY),
    "indexed-repeat": (3, 3),
    "position": (1, 1),
    "once": (1, 1),
    "uuid": (0, 0),
    "random": (0, 0),
    "today": (0, 0),
    "now": (0, 0),
    "date": (1, 1),
    "format-date": (2, 2),
    "jr:choice-name": (2, 2),
}
"""Every function, with the least and the most arguments it takes."""

ALIASES: Mapping[str, str] = {"format-date-time": "format-date"}
"""Other names of functions."""

OPERATORS = ("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod")
LEVELS = (("or",), ("and",), ("=", "!="), ("<=", "<", ">=", ">"), ("+", "-"), ("*", "div", "mod"))
"""Operators from the loosest to the tightest; all lean left."""
JOINED = frozenset({"or", "and", "+", "*"})
"""Operators whose chain is one call with many arguments, so that long conditions stay flat."""

DATE_FIELDS = "YymndeHhMS3%"
"""What may follow `%` in `format-date`. Names of days and months are left out: they differ by language."""

OF_SETS = frozenset({"sum", "count", "count-non-empty", "min", "max", "join", "indexed-repeat"})
"""Functions that may be given a question of a repeat from outside it: its value of every time."""

BY_CHANCE = frozenset({"uuid", "random"})
NOT_REPEATABLE = BY_CHANCE | {"once"}
"""Functions whose first value stays, whatever comes later: a server cannot find it again."""
