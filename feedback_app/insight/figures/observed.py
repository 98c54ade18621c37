"""The answers by which observers say what they see, as the forms of a programme have them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feedback_app.forms.engine.definition import UNSAID
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.insight.figures.crosstabs import OBSERVED

Translations = Mapping[str, str]


def observed_answers(forms: Iterable[FormMeaning]) -> dict[str, dict[str, Translations]]:
    """Words by code, each code once, by what was asked. A code that no form has is counted nowhere: no word that a
    person typed is shown."""
    found: dict[str, dict[str, Translations]] = {axis: {} for axis in OBSERVED}
    for form in forms:
        for axis, answers in found.items():
            for code, words in form.choices_of(axis):
                if code not in UNSAID:
                    answers.setdefault(code, words)
    return found
