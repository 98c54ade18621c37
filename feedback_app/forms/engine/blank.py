"""Can anything be read in a text? Pure. Phones ask the same (`static/pwa/src/domain/text.ts`;
`tests/vectors/blanks.json`)."""

from __future__ import annotations

import unicodedata

_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0") | frozenset(map(chr, range(0xFE00, 0xFE10)))


def is_blank(text: str) -> bool:
    """Whether there is nothing but blanks, line ends, control and format characters, and letters drawn as nothing."""
    return all(unicodedata.category(sign) in _CATEGORIES or sign in _DRAWN_AS_NOTHING for sign in text)
