"""Schemas on the way of every exchange: what is plainly right is found so by functions made once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, missing, validate

Check = Callable[[Any], bool]


class QuickSchema(Schema):
    """Loads what marshmallow loads, and raises what it raises.

    A field that has the type it is to have, within its bounds, is taken as it is; that costs a tenth. At the first
    value of which that cannot be said, marshmallow judges all of it. Unknown fields are left out (`EXCLUDE`).
    """

    class Meta:
        unknown = EXCLUDE

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._quick = [_QuickField(name, field) for name, field in self.load_fields.items()]

    def load(self, data: Any, **options: Any) -> Any:
        """As `marshmallow.Schema.load`."""
        found = None if options or type(data) is not dict else self._plain(data)
        return super().load(data, **options) if found is None else found

    def _plain(self, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """What is loaded; None where a field needs a closer look."""
        found = {}
        for field in self._quick:
            value = data.get(field.key, missing)
            if value is missing:
                if field.is_required:
                    return None
                if field.default is not missing:
                    found[field.name] = field.default() if callable(field.default) else field.default
            elif field.holds(value):
                found[field.name] = value
            else:
                return None
        return found


class _QuickField:
    """A field as the quick way sees it."""

    __slots__ = ("default", "holds", "is_required", "key", "name")

    def __init__(self, name: str, field: fields.Field[Any]) -> None:
        self.name, self.key = field.attribute or name, field.data_key or name
        self.is_required, self.default = field.required, field.load_default
        self.holds = _check(field)


def _check(field: fields.Field[Any]) -> Check:
    """Whether a value is plainly one of this field. Never true where the field or one of its bounds is of a kind that
    is not known here."""
    check = _checks_of_type(field)
    bounds = [_bound(one) for one in field.validators]
    if check is None or None in bounds:
        return lambda _value: False
    holds = _all([check, *(one for one in bounds if one)])
    return (lambda value: value is None or holds(value)) if field.allow_none else holds


def _all(checks: Sequence[Check]) -> Check:
    if len(checks) == 1:
        return checks[0]
    first, second, *more = checks
    both: Check = lambda value: first(value) and second(value)  # noqa: E731 - one of many made alike
    return _all([both, *more]) if more else both


def _checks_of_type(field: fields.Field[Any]) -> Check | None:
    kind = type(field)
    if kind is fields.Raw:
        return lambda value: value is not None
    if kind is fields.String:
        return lambda value: type(value) is str
    if kind is fields.Boolean:
        return lambda value: value is True or value is False
    if kind is fields.Integer and field.strict:  # type: ignore[attr-defined]
        return lambda value: type(value) is int
    if kind is fields.List:
        inner = _check(field.inner)  # type: ignore[attr-defined]
        return lambda value: type(value) is list and all(map(inner, value))
    return None


def _bound(validator: Any) -> Check | None:
    if type(validator) is validate.Length and validator.equal is None:
        least, most = validator.min or 0, math.inf if validator.max is None else validator.max
        return lambda value: least <= len(value) <= most
    if type(validator) is validate.Range and validator.min_inclusive and validator.max_inclusive:
        lowest = -math.inf if validator.min is None else validator.min
        highest = math.inf if validator.max is None else validator.max
        return lambda value: lowest <= value <= highest
    if type(validator) is validate.Regexp:
        return lambda value: validator.regex.match(value) is not None
    return None
