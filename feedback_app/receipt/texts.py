"""The sentences of the page that tells what became of a record."""

from __future__ import annotations

import datetime as dt

from feedback_app.base.i18n import Texts
from feedback_app.portfolio.texts import MONTHS

TEXTS = Texts(
    {
        "title": ("Suivre une parole", "Follow what was said"),
        "why": (
            "On vous a donné un code de dix chiffres quand vous avez parlé. Écrivez-le ici : vous saurez où en est "
            "votre parole. Cette page ne dit ni ce que vous avez dit, ni où, ni qui vous êtes.",
            "You were given a code of ten digits when you spoke. Write it here to learn how far your words have come. "
            "This page says neither what you said, nor where, nor who you are.",
        ),
        "code": ("Le code", "The code"),
        "code.hint": ("Cinq nombres de deux chiffres.", "Five numbers of two digits."),
        "day": ("Le jour où vous avez parlé", "The day on which you spoke"),
        "day.why": (
            "Deux paroles ont ce code. Dites quel jour vous avez parlé.",
            "Two people’s words have this code. Say on which day you spoke.",
        ),
        "day.slowed": (
            "Beaucoup de codes inconnus viennent d’arriver d’ici, peut-être de vos voisins. Dites aussi quel jour vous "
            "avez parlé, et vous aurez la réponse.",
            "Many unknown codes have just come from here, perhaps from your neighbours. Say also on which day you "
            "spoke, and you get the answer.",
        ),
        "go": ("Voir où elle en est", "See how far it is"),
        "again": ("Un autre code", "Another code"),
        "since": ("Depuis le {day}", "Since {day}"),
        "chain": ("Son chemin", "Its way so far"),
        "lack.slip": (
            "Ce code n’est pas juste : un chiffre a dû changer. Relisez les cinq nombres, puis essayez encore.",
            "This code is not right: a digit must have changed. Read the five numbers again, then try once more.",
        ),
        "lack.slow": (
            "Trop de codes inconnus ont été essayés d’ici. Rien n’est perdu. Attendez dix minutes, puis recommencez.",
            "Too many unknown codes were tried from here. Nothing is lost. Wait ten minutes, then try again.",
        ),
        "lack.same-day": (
            "Deux paroles de ce jour ont ce code : la page ne peut pas dire laquelle est la vôtre. Demandez à la "
            "personne à qui vous avez parlé.",
            "Two people’s words of that day have this code: the page cannot say which are yours. Ask the person who "
            "listened to you.",
        ),
        "lack.unknown": (
            "On ne peut rien dire de ce code ici.",
            "Nothing is told of this code here.",
        ),
        "lack.unknown.more": (
            "La parole est peut-être encore sur le téléphone, sans réseau. Elle a pu être effacée à la demande. Et "
            "certaines paroles sont protégées : on n’en dit rien. Demandez à la personne à qui vous avez parlé.",
            "The words may still be on the phone, without a network. They may have been erased on request. And some "
            "are protected: nothing is said of them. Ask the person who listened to you.",
        ),
        "state.received": ("Reçu au Lab", "Received at the Lab"),
        "state.read": ("Lu au Lab", "Read at the Lab"),
        "state.in_review": ("Le Lab l’étudie", "The Lab is looking into it"),
        "state.accepted": ("Accepté", "Accepted"),
        "state.needs_correction": ("Le Lab pose une question", "The Lab has a question"),
        "state.rejected": ("Pas retenu", "Not kept"),
        "state.merged": ("Réuni à d’autres paroles", "Joined with what others said"),
        "state.in_portfolio": ("Dans le portefeuille", "In the portfolio"),
        "state.funded": ("Financé", "Funded"),
        "state.done": ("Réalisé", "Done"),
        "next.received": ("Une personne va la lire.", "Somebody will read it."),
        "next.read": ("Une personne l’a lue. Le Lab va décider.", "Somebody has read it. The Lab will decide."),
        "next.in_review": ("Une personne l’étudie.", "Somebody is looking into it."),
        "next.accepted": (
            "Cette parole compte. On lui cherche une réponse.",
            "These words count. An answer is being looked for.",
        ),
        "next.needs_correction": (
            "Voyez la personne à qui vous avez parlé : le Lab lui a posé une question.",
            "See the person who listened to you: the Lab has asked them a question.",
        ),
        "next.rejected": (
            "La personne à qui vous avez parlé sait pourquoi.",
            "The person who listened to you knows why.",
        ),
        "next.merged": (
            "Elle compte avec d’autres qui disent la même chose.",
            "They count with others that say the same.",
        ),
        "next.in_portfolio": (
            "Elle est devant ceux qui choisissent et financent.",
            "It is before those who choose and fund.",
        ),
        "next.funded": ("L’argent est trouvé. Le travail vient.", "The money is found. The work comes next."),
        "next.done": (
            "On dit que c’est fait. Est-ce vrai chez vous ?",
            "It is said to be done. Is it so where you are?",
        ),
    }
)


def day_words(day: dt.date, lang: str) -> str:
    """A day as people say it: "3 novembre 2026"."""
    first = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{first} {MONTHS[lang][day.month - 1]} {day.year}"
