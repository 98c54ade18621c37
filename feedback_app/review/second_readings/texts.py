"""What second readings are done with, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review.record import texts as record_texts

TEXTS = TextTable(
    {
        **record_texts.TEXTS.rows,
        "second.title": ("Seconde lecture", "Second reading"),
        "second.what": (
            "Quelqu’un a décidé de cette fiche. Lisez-la comme si personne ne l’avait lue : que décideriez-vous ? "
            "Votre réponse ne change rien à la fiche ; si elle diffère de la première, l’équipe la regarde ensemble.",
            "Somebody has decided about this record. Read it as if nobody had: what would you decide? Your answer "
            "changes nothing about the record; where it differs from the first, the team looks at it together.",
        ),
        "second.left": ("{n} à lire une seconde fois", "{n} to read a second time"),
        "second.send": ("C’est ma réponse", "This is my answer"),
        "second.none": ("Rien à lire une seconde fois.", "Nothing to read a second time."),
        "second.none.more": (
            "{percent} % des décisions, tirées au sort, reviennent ici à quelqu’un d’autre.",
            "{percent}% of decisions, drawn by lot, come here to somebody else.",
        ),
        "second.same": ("Vous êtes du même avis que la première lecture :", "You agree with the first reading:"),
        "second.differs": (
            "La première lecture disait autre chose. La fiche est signalée pour l’équipe :",
            "The first reading said something else. The record is flagged for the team:",
        ),
        "second.flag": (
            "Deux lectures, deux avis : {first} puis {second}.",
            "Two readings, two opinions: {first}, then {second}.",
        ),
        "second.agreement": ("Accord entre lectures", "Agreement between readings"),
        "second.figures": (
            "{same} fois sur {n} le même avis ces trois derniers mois.",
            "{same} times of {n} the same opinion in these three months.",
        ),
        "second.kappa": (
            "κ de Cohen : {kappa} (entre {low} et {high} à 95 %)",
            "Cohen's κ: {kappa} (between {low} and {high} at 95%)",
        ),
        "second.few": (
            "Trop peu de lectures pour un κ : il en faut vingt, avec plus d’une sorte d’avis.",
            "Too few readings for a κ: it takes twenty, with more than one kind of opinion.",
        ),
    }
)


def two_opinions(first: str, second: str) -> str:
    """What a record is flagged with of which two readers would make different states; in French, as the team writes."""
    words = [TEXTS.say(f"state.{state}", lang="fr").lower() for state in (first, second)]
    return TEXTS.say("second.flag", lang="fr", first=words[0], second=words[1])
