"""What people write into the cells of a spreadsheet: numbers, degrees, codes, headings. Pure."""

from __future__ import annotations

import math
import re
import unicodedata

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_CURRENCY = re.compile(r"(fcfa|f\s?cfa|xof|cfa|hab(itants)?\.?)$", re.IGNORECASE)
_GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]\d+", re.IGNORECASE)


class NotANumber(ValueError):
    """A cell that is no number; its text is the reason, a key of the texts."""


def heading(written: str) -> str:
    """A heading as it is compared: no accents, case, units in brackets, blanks or punctuation; words joined by `_`."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", written)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(sign))
    words: list[str] = re.findall(r"[^\W_]+", plain.casefold().replace("œ", "oe"))
    return "_".join(words)


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet shortened a long number (`7,86E+05`): its last digits are gone."""
    return bool(_SCIENTIFIC.fullmatch(text.strip()))


def whole_number(text: str, *, most_digits: int) -> int | None:
    """`12 500 000`, `12.500.000 FCFA`, `12500000,00` as a number; None for an empty cell. Raises `NotANumber`."""
    if is_scientific(text):
        raise NotANumber("digits-lost")
    bare = _BLANKS.sub("", _CURRENCY.sub("", text.strip()))
    if not bare:
        if text.strip():
            raise NotANumber("not-a-number")
        return None
    if _GROUPS.fullmatch(bare):
        bare = re.sub("[.,]", "", bare)
    bare = re.sub(r"[.,]0{1,2}$", "", bare)
    if not (bare.isascii() and bare.isdigit() and len(bare) <= most_digits):
        raise NotANumber("not-a-number")
    return int(bare)


def degrees(text: str, most: float) -> float | None:
    """`6,85`, `-5.15°` as a number; None for an empty cell. Raises `NotANumber`, for metres as such."""
    bare = _BLANKS.sub("", text.strip().removesuffix("°")) if re.fullmatch(r"[^'’]*", text) else text
    if not bare:
        return None
    try:
        value = float(bare.replace(",", ".").replace("−", "-"))
    except ValueError:
        raise NotANumber("not-degrees" if re.search(r"\d\s*[°ºNSEWO'’]", text) else "not-in-range") from None
    if not abs(value) <= most:
        raise NotANumber("metres" if math.isfinite(value) and abs(value) > 1000 else "not-in-range")
    return value


def without_zeros(code: str) -> str:
    """A code as a spreadsheet may have changed it: `0786` and `786` are the same to it, `c12` and `C12` to people."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", code).casefold()
