"""Text without accents and capitals, sign for sign, so that what is found in it has its place in the text. Pure."""

from __future__ import annotations

import unicodedata

from feedback_app.base.folding import SignTable

_APOSTROPHES = frozenset("’‘ʼ`´")


def fold_in_place(text: str) -> str:
    """The text in small letters without accents, of the same length: a sign that would become several stays one."""
    return text.translate(_SIGNS)


def _folded(sign: str) -> str:
    if sign in _APOSTROPHES:
        return "'"
    if sign.isspace():
        return " "
    first = unicodedata.normalize("NFKD", sign)[:1] or sign
    small = first.lower()
    return small if len(small) == 1 else sign


_SIGNS = SignTable(_folded)
