"""What the portfolio takes from an accepted need: codes of known lists, never a word that someone typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedback_app.forms.engine.definition import UNSAID
from feedback_app.forms.engine.meaning import DETAIL, DOMAIN, NEED, OTHER, SEVERITY, Fact, FormMeaning

MEANINGS = (NEED, DOMAIN, DETAIL, SEVERITY)
"""The facts that the portfolio reads."""


@dataclass(frozen=True, slots=True)
class NeedCodes:
    """A need in codes: `domain` and `gravity` of the vocabularies, `detail` a choice of the form."""

    domain: str
    detail: str | None
    gravity: str | None


def need_codes(facts: Sequence[Fact], form: FormMeaning) -> NeedCodes:
    """The codes of a need, by its facts (`MEANINGS`, in the order of the form) and the form that they come from."""
    domain = _first(facts, NEED) or OTHER
    detail = _first(facts, DETAIL) if _first(facts, DOMAIN) == domain else None
    return NeedCodes(domain, detail if detail and form.detail_label(domain, detail) else None, _first(facts, SEVERITY))


def _first(facts: Sequence[Fact], meaning: str) -> str | None:
    codes = (fact.code for fact in facts if fact.meaning == meaning)
    return next((code for code in codes if code and code not in UNSAID), None)


def detail_label(forms: Iterable[FormMeaning], domain: str, detail: str) -> Mapping[str, str]:
    """The words of a detail by language, of the first of these forms that has it; empty when none does."""
    return next((words for form in forms if (words := form.detail_label(domain, detail))), {})
