"""The lists that everything else speaks in: one CSV a list, with its words in French and English.

Adding a domain, an emotion or a reason is one row here. Columns `code`, `fr`, `en` are in every file; `picture` names
a pictogram; `say_fr`/`say_en` is what is said to the person it is about; every other column is an attribute of the
term. Codes are never reused for something else: records keep them for good.
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Any

LANGUAGES = ("fr", "en")
_WORDS = frozenset({"code", "picture", *LANGUAGES})


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a list. `attributes` holds the file's other columns as text, empty ones left out."""

    code: str
    label: Mapping[str, str]
    picture: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)

    def many(self, attribute: str) -> tuple[str, ...]:
        """The values of an attribute that holds several, written `a|b`; empty when it has none."""
        written = self.attributes.get(attribute, "")
        return tuple(part for part in written.split("|") if part)

    def texts(self, attribute: str) -> Mapping[str, str]:
        """An attribute that is a sentence by language (`say` of `say_fr`, `say_en`); empty when it has none."""
        return {code: text for code in LANGUAGES if (text := self.attributes.get(f"{attribute}_{code}"))}

    def flag(self, attribute: str) -> bool:
        """Whether a yes/no attribute says yes."""
        return self.attributes.get(attribute) == "yes"

    @property
    def is_sensitive(self) -> bool:
        """Whether what is about it is sensitive."""
        return self.flag("sensitive")

    def wire(self) -> dict[str, Any]:
        """As phones get it; `say` only where the term has a sentence, `sensitive` only where it is."""
        body: dict[str, Any] = {"code": self.code, "label": dict(self.label)}
        if self.picture:
            body["picture"] = self.picture
        if sentence := self.texts("say"):
            body["say"] = dict(sentence)
        if self.is_sensitive:
            body["sensitive"] = True
        return body


@dataclass(frozen=True)
class Vocabulary:
    """A list of terms in the order they are shown."""

    name: str
    terms: tuple[Term, ...]

    @functools.cached_property
    def codes(self) -> frozenset[str]:
        """Every code there is."""
        return frozenset(term.code for term in self.terms)

    @functools.cached_property
    def _by_code(self) -> Mapping[str, Term]:
        return MappingProxyType({term.code: term for term in self.terms})

    def get(self, code: str | None) -> Term | None:
        """The term of that code; None when there is none."""
        return self._by_code.get(code) if code is not None else None

    def label(self, code: str | None, language: str = "fr") -> str:
        """The word for a code in a language, else in French; the code itself when the list does not have it."""
        term = self.get(code)
        if term is None:
            return code or ""
        return term.label.get(language) or term.label["fr"]

    def wire(self) -> dict[str, Any]:
        """As phones get it: `{name, terms: [{code, label, picture?, say?, sensitive?}]}`."""
        return {"name": self.name, "terms": [term.wire() for term in self.terms]}


@functools.cache
def vocabularies() -> tuple[str, ...]:
    """The names of all lists, sorted."""
    files = resources.files(__package__).iterdir()
    return tuple(sorted(file.name.removesuffix(".csv") for file in files if file.name.endswith(".csv")))


@functools.cache
def vocabulary(name: str) -> Vocabulary:
    """The list of that name. KeyError when there is none."""
    if name not in vocabularies():
        raise KeyError(name)
    text = (resources.files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return Vocabulary(name, tuple(_term(row) for row in csv.DictReader(io.StringIO(text))))


def _term(row: Mapping[str, str]) -> Term:
    return Term(
        code=row["code"],
        label=MappingProxyType({language: row[language] for language in LANGUAGES}),
        picture=row.get("picture") or None,
        attributes=MappingProxyType({key: value for key, value in row.items() if value and key not in _WORDS}),
    )
