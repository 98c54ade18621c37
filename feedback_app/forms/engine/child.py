"""Whether an answer to a question that means an age is that of a child. Pure.

Forms name their age bands as they like: `moins_18`, `under_15`, `12_17`, `0-5`, a number of years. A band is of
children when everybody in it is under `OF_AGE`; one that reaches above is not.
"""

from __future__ import annotations

import re

OF_AGE = 18
"""Years. From here on people speak for themselves: majority in Côte d'Ivoire and in the Convention on the rights of the
child."""
_BELOW = re.compile(r"\D*(?:moins|under|less|below|<)\D*(\d{1,3})\D*", re.IGNORECASE)
_BAND = re.compile(r"\D*(\d{1,3})\D+(\d{1,3})\D*")
_WORD = re.compile(r"(?:enfant|mineur|child|minor)(?:s|ren|e|es)?", re.IGNORECASE)
_YEARS = re.compile(r"(\d{1,3})\s*(?:ans?|years?)?", re.IGNORECASE)


def is_child_age(code: str | None, number: float | None) -> bool:
    """Whether this age, an age band's code or a number of years, is that of a child."""
    if number is not None:
        return number < OF_AGE
    text = code or ""
    if found := _BELOW.fullmatch(text):
        return int(found[1]) <= OF_AGE
    if found := _BAND.fullmatch(text):
        return int(found[2]) < OF_AGE
    if found := _YEARS.fullmatch(text):
        return int(found[1]) < OF_AGE
    return _WORD.fullmatch(text) is not None
