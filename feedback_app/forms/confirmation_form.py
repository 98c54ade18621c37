"""The instrument by which a place answers whether what it was promised is done. Like a prompt it is nobody's form: it
has no row and travels to no phone. `static/pwa/src/domain/place-reply.ts` says the same. Pure.
"""

from __future__ import annotations

from feedback_app.forms.engine.definition import Definition

CONFIRMATION = "echo_reply"
"""What a record of an answer names as its instrument. No form may be called so."""
FULFILLED = ("yes", "partly", "no", "unknown")

CONFIRMATION_FORM = Definition(
    name=CONFIRMATION,
    version="1",
    title={"fr": "C’est fait ?", "en": "Is it done?"},
    languages=["fr", "en"],
    default_language="fr",
    questions=[
        {"name": "reply", "type": "text", "label": {"fr": "Réponse", "en": "Reply"}, "required": True},
        {
            "name": "fulfilled", "type": "select_one", "label": {"fr": "C’est fait ?", "en": "Is it done?"},
            "required": True, "choices": [{"name": one, "label": {"fr": one, "en": one}} for one in FULFILLED],
        },
        {"name": "why", "type": "text", "label": {"fr": "Pourquoi", "en": "Why"}},
        {"name": "voice", "type": "audio", "label": {"fr": "Voix", "en": "Voice"}},
    ],
)  # fmt: skip
