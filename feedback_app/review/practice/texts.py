"""What the practice set is done with, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts
from feedback_app.review.decisions import texts as decisions_texts

TEXTS = TextTable(
    {
        **texts.ROWS,
        **decisions_texts.ROWS,
        "practice.title": ("S’exercer", "Practise"),
        "practice.what": (
            "{count} fiches inventées passent l’une après l’autre. Décidez comme si elles étaient vraies : vous lisez "
            "aussitôt ce qu’en ferait quelqu’un d’expérience, et pourquoi. Comptez un quart d’heure ; vous pouvez vous "
            "arrêter et reprendre.",
            "{count} made-up records pass one after the other. Decide as if they were real: you read at once what "
            "somebody with experience would do, and why. It takes a quarter of an hour; you may stop and go on later.",
        ),
        "practice.safe": (
            "Rien n’en entre dans la relecture. L’équipe voit seulement que vous vous êtes exercé, et jusqu’où.",
            "Nothing of it enters the review. The team only sees that you have practised, and how far.",
        ),
        "practice.begin": ("Commencer", "Begin"),
        "practice.again": ("Recommencer", "Begin again"),
        "practice.go_on": ("Continuer ({n} sur {count})", "Go on ({n} of {count})"),
        "practice.history": ("Vos exercices", "Your attempts"),
        "practice.score": ("{points} sur {of}", "{points} of {of}"),
        "practice.made_up": ("Fiche inventée", "Made-up record"),
        "practice.number": ("Fiche {n} sur {count}", "Record {n} of {count}"),
        "practice.answers": ("Réponses", "Answers"),
        "practice.original": ("Comme c’est dit :", "As it was spoken:"),
        "practice.beside": ("À côté des réponses", "Beside the answers"),
        "practice.alike": ("Une fiche déjà là lui ressemble", "A record that is there already is like it"),
        "practice.best": ("Bien vu.", "Well seen."),
        "practice.reason": (
            "La bonne décision ; une autre raison la dit mieux.",
            "The right decision; another reason says it better.",
        ),
        "practice.fair": (
            "Cela se défend, mais il y a mieux.",
            "It can be defended, but there is something better.",
        ),
        "practice.wrong": ("Quelqu’un d’expérience ferait autrement.", "Somebody with experience would do otherwise."),
        "practice.yours": ("Votre choix", "Your choice"),
        "practice.theirs": ("Avec de l’expérience", "With experience"),
        "practice.or": ("ou", "or"),
        "practice.why": ("Pourquoi", "Why"),
        "practice.rule": ("La règle", "The rule"),
        "practice.protocol": ("Protocole de relecture", "Review protocol"),
        "practice.next": ("Fiche suivante", "Next record"),
        "practice.see": ("Voir le résultat", "See the result"),
        "practice.stop": ("Arrêter pour aujourd’hui", "Stop for today"),
        "practice.result": ("Votre résultat", "Your result"),
        "practice.kinds": ("Par sorte de fiche", "By kind of record"),
        "practice.read_again": ("À relire", "To read again"),
        "practice.all_right": (
            "Rien à relire : vous êtes prêt pour les vraies fiches.",
            "Nothing to read again: you are ready for real records.",
        ),
        "practice.changed": (
            "La série de fiches a changé depuis : il reste le total.",
            "The set of records has changed since: the total remains.",
        ),
        "practice.to_queue": ("Aller aux vraies fiches", "Go to the real records"),
        "keys.practice_next": ("fiche suivante", "next record"),
    }
)
