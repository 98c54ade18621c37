"""The sentences of a programme's trusted people as a form: facilitators record them as they record questions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.forms.engine.definition import Definition, Node
from feedback_app.register.trusted_people import FORM, LANGUAGES, contacts, sentence


@dataclass(frozen=True, slots=True)
class TrustedForm:
    """Listed among the forms of the programme, though no phone fills it in."""

    name: str
    definition: Definition


def trusted_form(settings: Mapping[str, Any]) -> TrustedForm | None:
    """One note a person, named by who they are and their number; None where nobody is named."""
    notes = [
        Node(name=one.id, type="note", label={code: sentence(one, code) for code in LANGUAGES})
        for one in contacts(settings)
    ]
    title = {"fr": "Personnes de confiance", "en": "Trusted people"}
    form = Definition(
        name=FORM, version="1", title=title, languages=list(LANGUAGES), default_language="fr", questions=notes
    )
    return TrustedForm(FORM, form) if notes else None
