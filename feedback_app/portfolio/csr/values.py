"""What a cell or a form says, as a field stores it; why it cannot be, and what to write instead. Pure."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from feedback_app.base.cells import NotANumber, whole_number
from feedback_app.base.folding import fold
from feedback_app.portfolio.csr.kinds import Field, Shape
from feedback_app.register.projects import fault_of_text, funders_in
from schemas.vocabulary import vocabulary

Words = Mapping[str, Any]
"""The values of a sheet, by field; what is not known is absent."""


class NameLookup(Protocol):
    """What names lead to."""

    def find(self, written: str) -> str | None:
        """The code of the place that has this code or this name; None for none, or for a name that several have."""

    def organisation(self, name: str) -> str | None:
        """The key of the organisation of this name."""


EARLIEST, LATEST = 1900, 2100
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_PARTS = re.compile(r"[;|\n]")


class FieldError(ValueError):
    """A text that a field does not take. `reason` is a key of the texts, `hint` what may be written."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


def read_value(field: Field, text: str, names: NameLookup) -> Any:
    """What a field stores of a text; None of an empty one. Raises `FieldError`."""
    text = text.strip()
    if not text:
        return None
    if why := fault_of_text(text, is_address=field.shape is Shape.ADDRESS):
        raise FieldError(why, text[:60])
    return _READERS[field.shape](field, text, names)


def _text(field: Field, text: str, _: NameLookup) -> str:
    if len(text) > field.longest:
        raise FieldError("too-long", f"{len(text)} > {field.longest}")
    return text if field.shape is Shape.LONG else " ".join(text.split())


def _address(field: Field, text: str, names: NameLookup) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"'\\]+\.[^\s<>\"'\\]+", text):
        raise FieldError("not-an-address", text[:60])
    return _text(field, text, names)


@functools.cache
def _codes(name: str) -> Mapping[str, str]:
    """Codes of a vocabulary by all that they may be called: code, words in both languages, what else files write."""
    terms = vocabulary(name).terms
    found = {fold(word): term.code for term in terms for word in term.many("also")}
    if name == "sectors":
        found |= {domain: term.code for term in reversed(terms) for domain in term.many("domains")}
    found |= {fold(word): term.code for term in terms for word in (*term.label.values(), term.code)}
    return found


def _choice(field: Field, text: str, _: NameLookup) -> str:
    code = _codes(field.vocabulary).get(fold(text))
    if code is None:
        raise FieldError("not-in-list", f"{text[:40]} → {_offered(field)}")
    return code


def _offered(field: Field) -> str:
    return " · ".join(term.label["fr"] for term in vocabulary(field.vocabulary).terms)


SEVERAL = frozenset({"multisecteur", "several sectors", "plusieurs secteurs"})
"""What sources write of a sum of several sectors: which, is not known."""


def _choices(field: Field, text: str, names: NameLookup) -> list[str] | None:
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    if len(parts) == 1 and fold(text) not in _codes(field.vocabulary) and "," in text:
        parts = [part.strip() for part in text.split(",") if part.strip()]
    if fold(text) in SEVERAL:
        return None
    order = [term.code for term in vocabulary(field.vocabulary).terms]
    return sorted({_choice(field, part, names) for part in parts}, key=order.index)


def _places(_: Field, text: str, names: NameLookup) -> list[str]:
    found: list[str] = []
    for part in filter(None, (one.strip() for one in _PARTS.split(text))):
        code = names.find(part)
        if code is None:
            raise FieldError("place-unknown", part[:60])
        found.append(code)
    return list(dict.fromkeys(found))


def _amount(_: Field, text: str, __: NameLookup) -> int:
    try:
        found = whole_number(text, most_digits=15)
    except NotANumber as error:
        raise FieldError("not-an-amount" if str(error) == "not-a-number" else str(error), text[:60]) from None
    if not found:
        raise FieldError("amount-zero", text[:60])
    return found


def _year(_: Field, text: str, __: NameLookup) -> int:
    if not re.fullmatch(r"\d{4}", text) or not EARLIEST <= int(text) <= LATEST:
        raise FieldError("not-a-year", text[:60])
    return int(text)


def _day(_: Field, text: str, __: NameLookup) -> str:
    if french := _FRENCH_DAY.fullmatch(text):
        text = f"{french[3]}-{int(french[2]):02}-{int(french[1]):02}"
    match = _DAY.fullmatch(text)
    try:
        year, month, day = (int(one) if one else 1 for one in match.groups()) if match else (0, 0, 0)
        dt.date(year, month, day)
    except ValueError:
        raise FieldError("not-a-day", text[:60]) from None
    if not EARLIEST <= year <= LATEST:
        raise FieldError("not-a-day", text[:60])
    return text


def _funders(field: Field, text: str, names: NameLookup) -> list[list[Any]]:
    found = funders_in(text)
    if sum(one.share or 0 for one in found) > 100.5:
        raise FieldError("shares-over-whole", text[:60])
    if len(found) > 40 or any(len(one.name) > field.longest for one in found):
        raise FieldError("too-long", text[:60])
    return [[names.organisation(one.name) or one.id, one.name, one.share] for one in found]


_READERS: Mapping[Shape, Callable[[Field, str, NameLookup], Any]] = {
    Shape.TEXT: _text,
    Shape.LONG: _text,
    Shape.CHOICE: _choice,
    Shape.CHOICES: _choices,
    Shape.PLACES: _places,
    Shape.AMOUNT: _amount,
    Shape.YEAR: _year,
    Shape.DAY: _day,
    Shape.ADDRESS: _address,
    Shape.FUNDERS: _funders,
}


def years_in(text: str) -> tuple[int, int] | None:
    """The first and the last year that a text names: `2014/2020`, `2018-11`, `de 2023 à 2025`."""
    found = [int(one) for one in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]
    return (min(found), max(found)) if found else None


def written(field: Field, value: Any, place_names: Mapping[str, str], language: str = "fr") -> str:
    """A stored value as people read it, and as `read_value` reads it again."""
    if value is None or value == []:
        return ""
    if field.shape is Shape.CHOICE:
        return vocabulary(field.vocabulary).label(value, language)
    if field.shape is Shape.CHOICES:
        return " ; ".join(vocabulary(field.vocabulary).label(one, language) for one in value)
    if field.shape is Shape.PLACES:
        return " ; ".join(place_names.get(one, one) for one in value)
    return funders_written(value) if field.shape is Shape.FUNDERS else str(value)


def funders_written(funders: Sequence[Sequence[Any]]) -> str:
    """`A (55 %) ; B`."""
    return " ; ".join(name if share is None else f"{name} ({share:g} %)" for _, name, share in funders)


def fault_between(words: Words) -> str | None:
    """What of a sheet does not fit together, as a key of the texts."""
    first, last = words.get("first_year"), words.get("last_year")
    return "years-swapped" if first and last and first > last else None
