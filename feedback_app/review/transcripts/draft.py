"""What somebody typed as a transcript or a translation, and whether it may be saved. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.forms.engine.blank import is_blank
from feedback_app.review.heard import TRANSLATED_INTO, Kind

LONGEST = 10_000
"""Signs of one text: a quarter of an hour of speech."""
_TURNS_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that make the words after them read as others than they are."""


class DraftRefusal(StrEnum):
    """Why a text is not saved."""

    BLANK = "blank"
    LONG = "long"
    LANGUAGE = "language"
    STALE = "stale"
    """Somebody else saved one since the page was shown."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form said; `seen` is the id of the version that its page showed, empty for none."""

    source: str
    kind: Kind
    language: str
    text: str
    seen: str = ""

    @property
    def cleaned(self) -> str:
        """The text as it would be saved."""
        return clean(self.text)


def clean(text: str) -> str:
    """A text without control signs and blanks around it, its lines ended alike; nothing, where nothing can be read."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(sign for sign in lines if sign in "\n\t" or not _is_control(sign)).strip()
    return "" if is_blank(plain) else plain


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs"} or sign in _TURNS_TEXT_ROUND


def refusal_of(draft: Draft, languages: Collection[str], *, newest: str, is_there: bool) -> DraftRefusal | None:
    """Why a draft is not saved, if it is not. `newest` is the id of the newest version; an empty text takes away what
    `is_there`."""
    if len(draft.text) > 2 * LONGEST or len(draft.cleaned) > LONGEST:
        return DraftRefusal.LONG
    if (draft.kind is Kind.TRANSLATION and draft.language != TRANSLATED_INTO) or draft.language not in languages:
        return DraftRefusal.LANGUAGE
    if draft.seen != newest:
        return DraftRefusal.STALE
    return None if draft.cleaned or is_there else DraftRefusal.BLANK
