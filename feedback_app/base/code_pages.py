"""In which code page a text file was saved, judged by what each reading would spell. Pure.

UTF-8 and UTF-16 say what they are. The eight-bit pages of spreadsheets do not: the same byte is `é` to one and `‚` to
another, and every byte is some sign. So all readings are made and compared by how unlike French they look.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

PAGES: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "cp1252": "Windows (CSV)",
    "iso8859-15": "ISO 8859-15",
    "cp850": "MS-DOS (CSV)",
    "mac-roman": "Macintosh (CSV)",
    "cp437": "MS-DOS US",
}
"""What a file without a byte order mark may be in, the most frequent first; and how people call it."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 2_000_000
"""Characters by which a file is judged."""
_WRONG = 3.0
"""The cost of a sign that is no French there."""
_CLEAR = 1.0
"""How much better than any other a reading is that needs no question."""
_FRENCH = frozenset("éèêëàâçîïôûùüœÿ")
_NEIGHBOURS = frozenset("áíóúñäöåãõìòæ")
"""Letters of other languages around: rare, not wrong."""
_CURRENCY = frozenset("€£")
_ENCODED_CHARACTER = re.compile(
    r"&(?:#\d+|#x[0-9a-f]+|[a-z](?:acute|grave|circ|uml|cedil|tilde)|oelig|aelig|amp|quot|nbsp|[lr](?:squo|aquo));"
    r"|\\u[0-9a-f]{4}|(?:%[c-f][0-9a-f]%[89ab][0-9a-f])|=[c-f][0-9a-f]=[89ab][0-9a-f]"
    r"|\+A[a-z0-9+/]{2}-",
    re.IGNORECASE,
)
"""`&eacute;`, `\\u00e9`, `%C3%A9`, `=C3=A9`, `+AOk-`: an é as pages, programs, addresses and mails write it."""


class NotText(Exception):
    """Bytes that are no text in any code page, or not in the one that they say."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file. Where `sure` is false, another page would spell it as well."""

    text: str
    page: str
    sure: bool = True
    readings: tuple[tuple[str, str], ...] = ()
    """(page, sample) of the readings that differ, the likeliest first; of a file that says its page, none."""


def decode(data: bytes, *, page: str = "") -> Decoded:
    """The text in these bytes. `page` is what a person chose among `PAGES`. Raises `NotText`."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_plain(_strict(data, "utf-8-sig" if name == "utf-8" else name)), name)
    if b"\x00" in data:
        raise NotText
    try:
        guess = Decoded(data.decode(), "utf-8")
    except UnicodeDecodeError:
        guess = _judged(data)
    return replace(guess, text=_plain(_strict(data, page)), page=page, sure=True) if page else guess


def _strict(data: bytes, page: str) -> str:
    try:
        return data.decode(page)
    except (UnicodeDecodeError, LookupError) as error:
        raise NotText from error


def _plain(text: str) -> str:
    if "\x00" in text:
        raise NotText
    return text


def _judged(data: bytes) -> Decoded:
    found: dict[str, tuple[float, str]] = {}
    for page in list(PAGES)[1:]:
        try:
            text = data.decode(page)
        except UnicodeDecodeError:
            continue
        cost = sum(sign_cost(*seen) for seen in set(_seen(text[:_LOOKED_AT])))
        if text not in (known for _, known in found.values()):
            found[page] = cost, text
    ranked = sorted(found, key=lambda page: found[page][0])
    best, text = found[ranked[0]]
    second = found[ranked[1]][0] if len(ranked) > 1 else best + _CLEAR
    signs = len(set(_seen(text[:_LOOKED_AT])))
    sure = second - best >= _CLEAR and best <= signs * _WRONG / 4
    return Decoded(text, ranked[0], sure, tuple((page, sample(found[page][1])) for page in ranked))


def sample(text: str, most: int = 6) -> str:
    """The first words that hold a sign beyond ASCII, by which a person sees whether a reading is right."""
    words = re.findall(r"[^\s;,\t\"]*[^\x00-\x7f][^\s;,\t\"]*", text[:_LOOKED_AT])
    return " · ".join(list(dict.fromkeys(word[:40] for word in words if word.strip()))[:most])


def _seen(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Each sign beyond ASCII with two signs before it and one behind it."""
    padded = f"  {text} "
    for found in re.finditer(r"[^\x00-\x7f]", text):
        at = found.start() + 2
        yield padded[at - 2], padded[at - 1], padded[at], padded[at + 1]


def looks_garbled(text: str) -> bool:
    """Whether a name was read in a wrong code page once, by whoever saved it, or its letters were left as numbers."""
    if _ENCODED_CHARACTER.search(text):
        return True
    if text.isascii():
        return False
    try:
        if text.encode("cp1252").decode() != text:
            return True
    except UnicodeError:
        pass
    return any(_is_of_a_page(seen[2]) and sign_cost(*seen) >= _WRONG for seen in _seen(text))


@lru_cache(maxsize=4096)
def _is_of_a_page(sign: str) -> bool:
    """Whether an eight-bit page has it. What none has, as ɔ, cannot come of a wrong one."""
    for page in list(PAGES)[1:]:
        try:
            sign.encode(page)
        except UnicodeEncodeError:
            continue
        return True
    return False


@lru_cache(maxsize=65536)
def sign_cost(before: str, prev: str, sign: str, after: str) -> float:
    """How unlike French a sign is between its neighbours: 0 for what is usual, 3 and more for what never is."""
    if sign.isalpha() and sign not in "ªº":
        return _sealed_item_cost(before, prev, sign, after)
    return _mark_cost(prev, sign, after)


def _sealed_item_cost(before: str, prev: str, sign: str, after: str) -> float:
    if unicodedata.name(sign, "").split(" ")[0] != "LATIN" or sign == "ƒ":
        return 4.0
    if sign.isupper() and (prev.islower() or (prev.isupper() and after.islower())):
        return _WRONG  # YakassŽ, CÙte
    if sign.islower() and prev.isupper() and (after.isupper() or (before.isupper() and not after.islower())):
        return _WRONG  # FORæT, YAKASSâ
    small = sign.lower()
    if small not in _FRENCH:
        return 2.0 if small in _NEIGHBOURS else _WRONG
    if small not in "àô" and not prev.isalpha() and not after.isalpha() and prev not in "'’" and after not in "'’":
        return 2.0  # a word of one letter
    if small == "ç":
        return 0.0 if after and after.lower() in "aouâôû" else _WRONG
    if small == "œ":
        return 0.0 if after and after.lower() in "uisdct" else 2.0
    begins = not prev.isalpha()
    return 0.5 if (begins and after.isalpha() and small not in "éêàâ") or (begins and sign in "ÈÊ") else 0.0


def _mark_cost(prev: str, sign: str, after: str) -> float:
    inside = prev.isalpha() and after.isalpha()
    if sign in "’ʼ":
        return 0.0 if inside else 0.5
    if sign in "\u00a0\u202f":
        return 0.5 if prev.islower() and after.islower() else 0.0
    if sign in "°º":
        return 2.0 if prev.isalpha() and prev not in "nN" else 0.0
    return 0.0 if _is_in_place(prev, sign, after) else _WRONG + (unicodedata.category(sign) in {"Cc", "So", "Sm", "Sk"})


def _is_in_place(prev: str, sign: str, after: str) -> bool:
    """Whether a quotation mark, dash, ellipsis, unit or fraction is where one can be."""
    match sign:
        case "«" | "“" | "„" | "‘":
            return (not prev.isalnum() and not after.isspace()) or (sign == "«" and after in "\u00a0\u202f ")
        case "»" | "”":
            return not after.isalnum()
        case "–" | "—":
            return not (prev.isalpha() and after.islower())
        case "…":
            return not prev.isspace() and not after.isalnum()
        case "²" | "³":
            return prev.islower() and not after.isalpha()
        case "½" | "¼" | "¾" | "×":
            return (prev.isdigit() or prev.isspace()) and not after.isalpha()
        case "™" | "®" | "©":
            return not after.isalpha() and not prev.isspace()
        case _:
            return sign in _CURRENCY and not prev.islower() and not after.isalpha()
