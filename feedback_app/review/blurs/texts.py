"""What photos are blurred with, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts

ROWS: dict[str, tuple[str, str]] = {
    "blur.title": ("Flouter la photo", "Blur the photo"),
    "blur.hint": (
        "Touchez ou glissez sur ce qui ne doit pas être vu : un visage, une plaque, un papier. Encore une fois, et "
        "cela se revoit. La photo d’origine reste au Lab.",
        "Touch, or draw over, what must not be seen: a face, a number plate, a paper. Once more, and it is seen "
        "again. The original stays with the Lab.",
    ),
    "blur.part": ("Ligne {row}, colonne {column}", "Row {row}, column {column}"),
    "blur.parts": ("Parties de la photo", "Parts of the photo"),
    "blur.save": ("Enregistrer", "Save"),
    "blur.none": ("Tout montrer", "Show all of it"),
    "blur.back": ("Retour à la fiche", "Back to the record"),
    "blur.stale": (
        "Quelqu’un d’autre a flouté la photo entre-temps. Voici ses parties et les vôtres : enregistrez encore.",
        "Somebody else has blurred the photo meanwhile. Here are their parts and yours: save again.",
    ),
    "blur.do": ("Flouter", "Blur"),
    "blur.is": ("Floutée", "Blurred"),
    "blur.change": ("Changer le flou", "Change the blur"),
    "blur.original": ("Voir l’original", "See the original"),
    "blur.did": ("a flouté une photo", "blurred a photo"),
    "blur.undid": ("montre de nouveau toute une photo", "shows all of a photo again"),
}
TEXTS = TextTable({**texts.ROWS, **ROWS})
