"""What people write into the cells of a spreadsheet: numbers, degrees, codes, headings. Pure."""

from __future__ import annotations

import math
import re
import unicodedata

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_MONEY = r"(?:f\s?cfa|xof|cfa)"
_CURRENCY = re.compile(rf"^{_MONEY}\b|({_MONEY}|hab(itants)?\.?)$", re.IGNORECASE)
_GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_DEGREES = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?", re.IGNORECASE)
_MONTH = r"(?:janv?|f[ée]vr?|feb|mars?|avr|apr|mai|may|juin|june?|juil|july?|ao[uû]t|aug|sept?|oct|nov|d[ée]c)\.?"
_DAY = re.compile(
    rf"\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)|\d{{1,2}}[- ]{_MONTH}(?:[- ]\d{{2,4}})?"
    rf"|{_MONTH}-\d{{2,4}}",
    re.IGNORECASE,
)
_LINKING = frozenset({"a", "de", "des", "d", "du", "en", "l", "la", "le", "les", "of", "the"})
"""Words that a heading may have or not: `Code de la localité`, `Nom du lieu`."""
_OTHER_UNIT = re.compile(r"milli|\bk\b|\beur|€|usd|\$|dollar|£|%|thousand|\bmds?\b", re.IGNORECASE)
_NO_VALUE = re.compile(r"#(N/?A|REF!|VAL(UE|EUR)!|N[AO]ME?\?|DIV/0!|N(UM|OMBRE|ULL?)!)|NULL|\\N", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9._:-]+")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]\d+", re.IGNORECASE)


class NotANumber(ValueError):
    """A cell that is no number; its text is the reason, a key of the texts."""


def heading(written: str) -> str:
    """A heading as it is compared: no accents, case, units in brackets, blanks or punctuation; words joined by `_`.

    `placeCode` is two words, and what only links words is none.
    """
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", written)
    split = re.sub(r"(?<=[a-zé])(?=[A-Z])", " ", bare)
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", split) if unicodedata.category(sign) not in {"Mn", "Cf"}
    )
    words: list[str] = re.findall(r"[^\W_]+", plain.casefold().replace("œ", "oe"))
    return "_".join([word for word in words if word not in _LINKING] or words)


def has_other_unit(written: str) -> bool:
    """Whether a heading says that its numbers are no single people or francs: `Budget (millions)`, `Montant (EUR)`."""
    return bool(_OTHER_UNIT.search(written))


def is_day(text: str) -> bool:
    """Whether a cell is a day, as a spreadsheet makes one of `6.2`: `06/02/2026`, `6-févr`."""
    return bool(_DAY.fullmatch(text.strip()))


def is_no_value(text: str) -> bool:
    """Whether a cell holds what programs write where there is no value: `#N/A`, `NULL`."""
    return text[:1] in "#Nn\\ " and bool(_NO_VALUE.fullmatch(text.strip()))


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet shortened a long number (`7,86E+05`): its last digits are gone."""
    return bool(_SCIENTIFIC.fullmatch(text.strip()))


def fault_of_code(text: str, odd: str | None, *, longest: int) -> str | None:
    """Why a cell is no code, as a key of the texts: what a spreadsheet did to it (`odd`, as in `table_file.Table`), or
    signs that no code has."""
    if odd == "date" or is_day(text):
        return "code-became-date"
    if odd == "digits-lost" or is_scientific(text):
        return "digits-lost"
    return None if len(text) <= longest and _CODE.fullmatch(text) else "not-a-code"


def whole_number(text: str, *, most_digits: int) -> int | None:
    """`12 500 000`, `12.500.000 FCFA`, `12500000,00` as a number; None for an empty cell. Raises `NotANumber`."""
    if is_scientific(text):
        raise NotANumber("digits-lost")
    if is_day(text):
        raise NotANumber("number-became-date")
    bare = _BLANKS.sub("", _CURRENCY.sub("", text.strip()))
    if not bare:
        if text.strip():
            raise NotANumber("not-a-number")
        return None
    if not _GROUPS.fullmatch(bare):
        bare = re.sub(r"[.,]0{1,2}$", "", bare)
    if _GROUPS.fullmatch(bare):
        bare = re.sub("[.,]", "", bare)
    if not (bare.isascii() and bare.isdigit() and len(bare) <= most_digits):
        raise NotANumber("not-a-number")
    return int(bare)


def degrees(text: str, most: float) -> float | None:
    """`6,85`, `-5.15°` as a number; None for an empty cell. Raises `NotANumber`, for metres and days as such."""
    if is_day(text):
        raise NotANumber("number-became-date")
    bare = _BLANKS.sub("", text.strip().removesuffix("°")) if re.fullmatch(r"[^'’]*", text) else text
    if not bare:
        return None
    plain = re.sub("^[−–]", "-", bare.replace(",", "."))
    if not _DEGREES.fullmatch(plain):
        written = re.search(r"\d\s*[°ºNSEWO'’]|^[NSEWO]\s*\d", text, re.IGNORECASE)
        raise NotANumber("not-degrees" if written else "not-in-range")
    value = float(plain)
    if not abs(value) <= most:
        raise NotANumber("metres" if math.isfinite(value) and abs(value) > 1000 else "not-in-range")
    return value


def without_zeros(code: str) -> str:
    """A code as a spreadsheet may have changed it: `0786` and `786` are the same to it, `c12` and `C12` to people."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", code).casefold()
