"""What transcripts and translations are written and read with, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts

ROWS: dict[str, tuple[str, str]] = {
    "heard.transcript": ("Transcription", "Transcript"),
    "heard.translation": ("Traduction en français", "Translation into French"),
    "heard.by": ("{by}, le", "{by},"),
    "heard.write.transcript": ("Transcrire", "Transcribe"),
    "heard.write.translation": ("Traduire en français", "Translate into French"),
    "heard.change.transcript": ("Corriger la transcription", "Correct the transcript"),
    "heard.change.translation": ("Corriger la traduction", "Correct the translation"),
    "heard.language": ("Langue parlée", "Language spoken"),
    "heard.text.transcript": ("Ce qui est dit, mot à mot", "What is said, word for word"),
    "heard.text.translation": ("Ce que cela veut dire, en français", "What it means, in French"),
    "heard.hint": (
        "Le Lab seul le lit : ni le téléphone, ni les pages publiques. La recherche le trouve.",
        "The Lab alone reads it: no phone, no public page. The search finds it.",
    ),
    "heard.save": ("Enregistrer", "Save"),
    "heard.versions": ("Les {n} versions", "All {n} versions"),
    "heard.emptied": ("(retiré)", "(taken away)"),
    "heard.earlier": ("Écrit d’une réponse ou d’une voix d’avant", "Written of an earlier answer or voice"),
    "heard.saved": ("C’est enregistré.", "Saved."),
    "heard.refused": ("Ce texte n’est pas enregistré", "This text is not saved"),
    "heard.refused.blank": (
        "Il n’y a rien à enregistrer : le texte est vide.",
        "There is nothing to save: the text is empty.",
    ),
    "heard.refused.long": (
        "Le texte est trop long : {most} signes au plus. Il est toujours là ; raccourcissez-le.",
        "The text is too long: {most} characters at most. It is still here; make it shorter.",
    ),
    "heard.refused.language": ("Choisissez une langue de la liste.", "Choose a language of the list."),
    "heard.refused.stale": (
        "Quelqu’un d’autre a écrit entre-temps. Voyez sa version, puis gardez la sienne ou enregistrez la vôtre "
        "par-dessus ; les deux restent dans l’histoire.",
        "Somebody else has written meanwhile. Read theirs, then leave it or save yours over it; both stay in the "
        "history.",
    ),
    "heard.see": ("Voir la fiche", "See the record"),
}  # fmt: skip

TEXTS = TextTable({**texts.ROWS, **ROWS})
