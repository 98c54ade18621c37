"""How names and words are compared and searched.

One rule for server and phone (static/pwa/src/domain/places.ts), held by tests/vectors/folding.json.
"""

from __future__ import annotations

import unicodedata
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
_TABLE = str.maketrans(_FOLDED | _DIGITS)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """No accents, tones or vowel signs, apostrophes or hyphens; lower case, single spaces; letters of every script."""
    lower = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", lower) if unicodedata.category(sign)[0] != "M")
    return " ".join("".join(sign if _is_word(sign) else " " for sign in plain.translate(_TABLE)).split())


def _is_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LN"
