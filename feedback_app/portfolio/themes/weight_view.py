"""How much weighs what is under a theme, as staff see it exactly and as anyone may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import LANGUAGES
from feedback_app.forms.engine.meaning import EMOTION, PLEASURE, SEVERITY
from feedback_app.forms.rule_cache import forms_of_needs
from feedback_app.insight.disclosure import Rule
from feedback_app.insight.figures.crosstabs import SLIDER
from feedback_app.insight.figures.texts import TEXTS as FIGURE_TEXTS
from feedback_app.portfolio.solutions.tables import Theme
from feedback_app.portfolio.themes.weight import AXES, ThemeWeight, Words, theme_weight
from feedback_app.portfolio.themes.weight_store import exact_weight
from schemas.vocabulary import vocabulary

LISTS = {SEVERITY: "severities", EMOTION: "emotions"}
"""The vocabularies that all forms share."""


def public_weight(session: AnySession, theme: Theme, rule: Rule, *, before: dt.datetime | None) -> ThemeWeight:
    """As anyone may see it: of needs in the public list, by the strictest rule of the domains that they are of."""
    exact = exact_weight(session, theme.programme_id, theme.id, before=before, axes=AXES)
    k = max((rule.least(domain) for domain in exact.domains), default=rule.k)
    return theme_weight(exact.voices, exact.counts, _choices(session, theme.programme_id), k=k)


def staff_weight(session: AnySession, theme: Theme) -> ThemeWeight:
    """Exact, and of all that is accepted."""
    exact = exact_weight(session, theme.programme_id, theme.id, before=None, axes=AXES)
    return theme_weight(exact.voices, exact.counts, _choices(session, theme.programme_id), k=1)


def _shared(axis: str) -> list[tuple[str, Words]]:
    """The answers that all forms share: of a vocabulary, and the parts of a slider."""
    if axis == PLEASURE:
        return [(code, {lang: FIGURE_TEXTS.say(f"{axis}.{code}", lang=lang) for lang in LANGUAGES}) for code in SLIDER]
    return [(term.code, term.label) for term in vocabulary(LISTS[axis]).terms] if axis in LISTS else []


def _choices(session: AnySession, programme_id: str) -> Mapping[str, Sequence[tuple[str, Words]]]:
    """The answers of each axis by the forms of the programme, each code once."""
    forms = forms_of_needs(session, programme_id)
    found: dict[str, dict[str, Words]] = {}
    for axis in AXES:
        named = found.setdefault(axis, dict(_shared(axis)))
        for form in forms:
            for code, words in form.choices_of(axis):
                named.setdefault(code, words)
    return {axis: list(codes.items()) for axis, codes in found.items()}
