"""The instrument that is nobody's form: a recorded prompt is made, stored, sent and acknowledged like any record. Pure.

It has no row and travels to no phone: both sides know it. `static/pwa/src/domain/prompt.ts` says the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from feedback_app.forms.confirmation_form import CONFIRMATION, CONFIRMATION_FORM
from feedback_app.forms.engine.definition import Definition, Node, Translations
from schemas.roles import Permission, with_permission

PROMPT = "echo_prompt"
"""What a record of a prompt names as its instrument. No form may be called so."""

MAY_RECORD = frozenset(with_permission(Permission.RECORD_PROMPTS))
"""Whose phones' prompts are admitted."""


def _asked(name: str, kind: str, label: Translations) -> Node:
    return Node(name=name, type=kind, label=label, required=True)  # type: ignore[typeddict-item]


SYSTEM: Mapping[str, Definition] = {
    PROMPT: Definition(
        name=PROMPT,
        version="1",
        title={"fr": "Voix d’un formulaire", "en": "Voice of a form"},
        languages=["fr", "en"],
        default_language="fr",
        questions=[
            _asked("instrument", "text", {"fr": "Formulaire", "en": "Form"}),
            _asked("part", "text", {"fr": "Partie", "en": "Part"}),
            _asked("language", "text", {"fr": "Langue", "en": "Language"}),
            _asked("words", "text", {"fr": "Mots à dire", "en": "Words to say"}),
            _asked("sound", "audio", {"fr": "Voix", "en": "Voice"}),
        ],
    ),
    CONFIRMATION: CONFIRMATION_FORM,
}
"""By name; each has one version."""
