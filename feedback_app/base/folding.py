"""How names and words are compared and searched.

One rule for server and phone (static/pwa/src/domain/places.ts), held by tests/vectors/folding.json.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

# Letters of Baoulé, Dioula, Gouro, Sénoufo … that no decomposition leads to the letters of a French keyboard.
_FOLDED = {
    "œ": "oe", "æ": "ae", "ø": "o", "ɔ": "o", "ɛ": "e", "ə": "e", "ǝ": "e", "ɩ": "i", "ı": "i", "ʊ": "u", "ʋ": "v",
    "ŋ": "n", "ɲ": "n", "ɓ": "b", "ɗ": "d", "đ": "d", "ɖ": "d", "ƙ": "k", "ƴ": "y", "ɣ": "g", "ɠ": "g", "ƒ": "f",
    "ł": "l", "ß": "ss", "ς": "σ",
    # apostrophes that count as letters; the Arabic sign that only makes words longer
    "ʼ": " ", "ʻ": " ", "ʹ": " ", "ꞌ": " ", "ʔ": " ", "ߴ": " ", "ߵ": " ", "ـ": "",
}  # fmt: skip
_DIGITS = {chr(zero + n): str(n) for zero in (0x0660, 0x06F0, 0x07C0) for n in range(10)}


REMEMBERED_LENGTH = 80
"""Names and labels come again and again; what somebody said does not, and would fill the memory."""
REMEMBERED_SIGNS = 0x3000
"""Code points below which all scripts are that are written here."""


class SignTable(dict[int, str]):
    """What each sign becomes, for `str.translate`: worked out by `make` when a sign is first met, and remembered if
    it is of a script that is written here, so that no text fills the memory with signs."""

    def __init__(self, make: Callable[[str], str], known: Mapping[str, str] | None = None) -> None:
        super().__init__({ord(sign): made for sign, made in (known or {}).items()})
        self._make = make

    def __missing__(self, code: int) -> str:
        made = self._make(chr(code))
        if code < REMEMBERED_SIGNS:
            self[code] = made
        return made


def _plain(sign: str) -> str:
    kind = unicodedata.category(sign)[0]
    return "" if kind == "M" else sign if kind in "LN" else " "


_SIGNS = SignTable(_plain, _FOLDED | _DIGITS)


def fold(text: str) -> str:
    """No accents, tones or vowel signs, apostrophes or hyphens; lower case, single spaces; letters of every script."""
    return _fold_remembered(text) if len(text) <= REMEMBERED_LENGTH else _fold(text)


@lru_cache(maxsize=65536)
def _fold_remembered(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    lower = unicodedata.normalize("NFKD", text).lower()
    return " ".join(unicodedata.normalize("NFKD", lower).translate(_SIGNS).split())
