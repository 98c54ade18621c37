"""What notes about a record are written and read with, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts

ROWS: dict[str, tuple[str, str]] = {
    "note.title": ("Notes de l’équipe", "Notes of the team"),
    "note.text": ("Une note pour l’équipe", "A note for the team"),
    "note.hint": (
        "L’équipe seule la lit. @ et un nom ({names}) mène cette personne ici.",
        "The team alone reads it. @ and a name ({names}) leads that person here.",
    ),
    "note.hint.alone": ("L’équipe seule la lit.", "The team alone reads it."),
    "note.save": ("Noter", "Add the note"),
    "note.refused.blank": ("Rien n’est noté : la note est vide.", "Nothing was noted: the note is empty."),
    "note.refused.too_long": (
        "Rien n’est noté : deux mille signes au plus.",
        "Nothing was noted: two thousand signs at most.",
    ),
    "note.refused.many": ("Cette fiche a déjà deux cents notes.", "This record has two hundred notes already."),
}
TEXTS = TextTable({**texts.ROWS, **ROWS})
