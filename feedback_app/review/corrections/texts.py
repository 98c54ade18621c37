"""What answers are corrected with, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts
from feedback_app.review.decisions import texts as decision_texts

ROWS: dict[str, tuple[str, str]] = {
    "amend.title": ("Corriger des réponses", "Correct answers"),
    "amend.back": ("Retour à la fiche", "Back to the record"),
    "amend.hint": (
        "Ce qui a été dit reste dans la fiche ; ce que vous écrivez ici compte à sa place, partout. "
        "L’auteur lit ce qui a changé et pourquoi.",
        "What was said stays in the record; what you write here counts in its place, everywhere. "
        "The author reads what changed and why.",
    ),
    "amend.not": (
        "Ne se corrigent pas ici : photos, voix, points, calculs, classements, la question du danger, les projets.",
        "Not corrected here: photos, voices, points, calculations, rankings, the question about danger, projects.",
    ),
    "amend.none": ("(pas de réponse)", "(no answer)"),
    "amend.unasked": (
        "Avec les réponses d’avant, cette question ne se pose pas : videz-la.",
        "With the answers before, this question is not asked: empty it.",
    ),
    "amend.comment": ("Pourquoi ?", "Why?"),
    "amend.comment.hint": (
        "{author} le lira sur son téléphone. Cinq cents signes au plus.",
        "{author} will read it on the phone. Five hundred signs at most.",
    ),
    "amend.comment.missing": (
        "Dites pourquoi : l’auteur le lira. Rien n’a été enregistré.",
        "Say why: the author will read it. Nothing was saved.",
    ),
    "amend.comment.long": (
        "Le commentaire est trop long (cinq cents signes au plus). Rien n’a été enregistré.",
        "The comment is too long (five hundred signs at most). Nothing was saved.",
    ),
    "amend.save": ("Enregistrer la correction", "Save the correction"),
    "amend.said": ("Dit par l’auteur", "Said by the author"),
    "amend.by": ("Corrigé par {name}", "Corrected by {name}"),
    "amend.ended": ("Retirée par {name}.", "Taken back by {name}."),
    "amend.lapsed": (
        "Ne compte plus : l’auteur a envoyé d’autres réponses.",
        "Counts no longer: the author has sent other answers.",
    ),
    "fault.danger": (
        "Cette réponse ouvre la porte du danger. Cela ne se fait pas à la place de quelqu’un : "
        "prévenez la personne de confiance.",
        "This answer opens the danger door. That is not done in somebody’s place: tell the trusted person.",
    ),
    "fault.child-alone": (
        "Avec cette réponse, un enfant parle seul : la fiche ne se garde pas. Faites-la effacer.",
        "With this answer a child speaks alone: the record is not kept. Have it erased.",
    ),
}
TEXTS = TextTable({**texts.ROWS, **decision_texts.ROWS, **ROWS})
