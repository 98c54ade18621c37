"""Which language the server speaks to whom, and sentences in both.

A package keeps its sentences in one `TextTable`; a test holds every table complete.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

LANGUAGES = ("fr", "en")
COOKIE = "echo_language"

TABLES: list[TextTable] = []


_BEFORE_A_SIGN = re.compile(r" (?=[:;?!»])|(?<=«) ")


def unbroken(french: str) -> str:
    """A French text whose two-part signs and quotation marks never begin or end a line alone."""
    return _BEFORE_A_SIGN.sub("\u00a0", french)


@dataclass(frozen=True)
class TextTable:
    """Sentences by key, each (French, English). `{name}` is replaced by a value when it is used. French ones are given
    no-break spaces where they need any."""

    rows: Mapping[str, tuple[str, str]]
    _registered: bool = field(init=False, default=True)

    def __post_init__(self) -> None:
        rows = {key: (unbroken(french), english) for key, (french, english) in self.rows.items()}
        object.__setattr__(self, "rows", rows)
        TABLES.append(self)

    def say(self, key: str, *, lang: str | None = None, **values: object) -> str:
        """The sentence in `lang`, else in the caller's language. KeyError for an unknown key."""
        chosen = lang or language()
        return self.rows[key][LANGUAGES.index(chosen)].format(**values)


_callers: list[Callable[[], str]] = []


def set_language_of_caller(ask: Callable[[], str]) -> None:
    """Says who knows the caller's language: requests do, which these tables need not know of."""
    _callers[:] = [ask]


def language() -> str:
    """`fr` or `en`: the caller's; French where nobody calls."""
    return _callers[0]() if _callers else "fr"


def label(texts: Mapping[str, str], lang: str | None = None) -> str:
    """Of a {language: text} map, the text in `lang` (else the caller's), else French, else any, else empty."""
    chosen = lang or language()
    return texts.get(chosen) or texts.get("fr") or next(iter(texts.values()), "")
