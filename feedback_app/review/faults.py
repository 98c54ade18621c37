"""What can speak against an entry, in words, French and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from feedback_app.base.i18n import TextTable
from feedback_app.forms.engine import validation
from feedback_app.forms.engine.definition import question

TEXTS = TextTable(
    {
        "fault.not-this-programme": ("Elle nomme un autre programme.", "It names another programme."),
        "fault.revoked": (
            "Elle vient d’un téléphone qui n’a plus le droit d’envoyer.",
            "It comes from a phone that may no longer send.",
        ),
        "fault.former-key": (
            "Elle vient d’un fichier fait avant que ce téléphone ait sa clé.",
            "It comes from a file made before this phone had its key.",
        ),
        "fault.not-this-phone": (
            "Elle nomme un autre auteur que la personne de ce téléphone.",
            "It names an author who is not this phone's person.",
        ),
        "fault.not-the-author": (
            "Une autre personne a écrit les révisions d’avant.",
            "Someone else wrote the earlier revisions.",
        ),
        "fault.not-a-time": ("L’heure n’est pas lisible.", "The time cannot be read."),
        "fault.not-a-duration": ("La durée n’est pas lisible.", "The duration cannot be read."),
        "fault.unknown": ("Inconnu ici.", "Not known here."),
        "fault.outside-scope": (
            "Le lieu est hors de la zone du téléphone.",
            "The place is outside the phone's area.",
        ),
        "fault.missing": ("Il manque.", "It is missing."),
        "fault.how-unknown": ("On ne sait pas comment il a été donné.", "How it was given is not known."),
        "fault.attribution-unknown": (
            "On ne sait pas si le nom peut être dit.",
            "Whether the name may be told is not known.",
        ),
        "fault.uses-unreadable": ("Les usages permis ne sont pas lisibles.", "The permitted uses cannot be read."),
        "fault.not-given": (
            "La personne n’a pas accepté qu’on garde sa réponse.",
            "The person did not agree to have the answer kept.",
        ),
        "fault.child-alone": (
            "Un enfant seul parle : sa parole n’est pas gardée.",
            "A child alone speaks: the words are not kept.",
        ),
        "fault.not-a-list": ("La liste des fichiers n’est pas lisible.", "The list of files cannot be read."),
        "fault.not-an-object": ("Les réponses ne sont pas lisibles.", "The answers cannot be read."),
        "fault.bad-character": ("Elle contient un signe interdit.", "It holds a forbidden sign."),
        "fault.not-a-uuid7": ("Il n’est pas lisible.", "It cannot be read."),
        "fault.not-a-revision": ("Il n’est pas lisible.", "It cannot be read."),
        "fault.not-a-sha256": ("Elle manque ou n’est pas lisible.", "It is missing or cannot be read."),
        "fault.does-not-match": (
            "Le contenu a été abîmé en route.",
            "The content was damaged on its way.",
        ),
        "fault.not-a-text": ("Elle manque.", "It is missing."),
        "fault.not-a-json-object": ("Elle n’est pas lisible.", "It cannot be read."),
        "fault.too-large": ("Elle est trop grande.", "It is too large."),
        "fault.too-deep": ("Elle est trop emboîtée.", "It is nested too deep."),
        "fault.not-sealed": ("Elle n’est pas scellée.", "It is not sealed."),
        "fault.does-not-open": ("Il ne s’ouvre pas.", "It does not open."),
        "fault.not-a-facilitator": (
            "Seules les personnes qui animent enregistrent des questions.",
            "Only facilitators record questions.",
        ),
        "fault.conflict": (
            "Une autre version de la même révision est déjà là.",
            "Another version of the same revision is already here.",
        ),
        "fault.other": ("Quelque chose ne va pas ({reason}).", "Something is wrong ({reason})."),
        "field.entry": ("L’envoi", "What was sent"),
        "field.id": ("Numéro de fiche", "Record number"),
        "field.digest": ("Somme de contrôle", "Checksum"),
        "field.body": ("La fiche", "The record"),
        "field.programme": ("Programme", "Programme"),
        "field.author": ("Auteur", "Author"),
        "field.recorded_at": ("Heure", "Time"),
        "field.duration_ms": ("Durée", "Duration"),
        "field.mode": ("Recueil", "How it was taken"),
        "field.instrument": ("Formulaire", "Form"),
        "field.place": ("Lieu", "Place"),
        "field.project": ("Projet", "Project"),
        "field.location": ("Position", "Position"),
        "field.consent": ("Accord", "Consent"),
        "field.media": ("Fichiers", "Files"),
        "field.answers": ("Réponses", "Answers"),
        "field.sealed": ("Le contenu scellé", "The sealed content"),
        "field.device": ("Téléphone", "Phone"),
        "field.danger": ("Appel à l’aide", "Call for help"),
        "field.rev": ("Révision", "Revision"),
    }
)


def fault_words(error: Mapping[str, Any], lang: str) -> str:
    """Why an entry is in quarantine, in words; the instrument's own sentence where it has one."""
    own = error.get("message")
    if isinstance(own, Mapping) and (text := own.get(lang) or own.get("fr")):
        return str(text)
    reason = str(error.get("reason"))
    if reason in validation.REASONS:
        return validation.sentence(reason, lang)
    if f"fault.{reason}" in TEXTS.rows:
        return TEXTS.say(f"fault.{reason}", lang=lang)
    return TEXTS.say("fault.other", lang=lang, reason=reason)


def field_words(field: str, lang: str) -> str:
    """What a fault is about, where it is not a question."""
    return TEXTS.say(f"field.{field}", lang=lang) if f"field.{field}" in TEXTS.rows else field


def faults_in_words(
    definition: Mapping[str, Any], errors: Iterable[Mapping[str, Any]], lang: str
) -> list[tuple[str, str]]:
    """Why an entry that was answered by this form is in quarantine: (what it is about, what is wrong)."""
    found = []
    for error in errors:
        about = str(error.get("field")).removeprefix("answers.")
        node = question(definition, about)
        words = (node.get("label", {}).get(lang) or node.get("label", {}).get("fr")) if node else None
        found.append((words or field_words(about, lang), fault_words(error, lang)))
    return found
