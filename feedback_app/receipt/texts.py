"""The sentences of the page that shows what became of a record."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from schemas import states

TEXTS = TextTable(
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
        "since.week": ("Depuis la semaine du {day}", "Since the week of {day}"),
        "week": ("semaine du {day}", "week of {day}"),
        "chain": ("Son chemin", "Its way so far"),
        "back.title": ("Reprendre cette parole", "Take these words back"),
        "back.why": (
            "Vous avez changé d’avis ? C’est votre droit. Dites-le ici.",
            "Have you changed your mind? It is your right. Say so here.",
        ),
        "back.begin": ("Je veux la reprendre", "I want to take them back"),
        "back.sure": (
            "Cette parole disparaît tout de suite de ce que tout le monde voit. Puis une personne du Lab l’efface pour "
            "toujours. Vous êtes sûr ?",
            "These words disappear at once from what everybody sees. Then somebody at the Lab erases them for good. "
            "Are you sure?",
        ),
        "back.yes": ("Oui, je la reprends", "Yes, I take them back"),
        "back.hidden": ("C’est noté : plus personne ne la voit en public.", "Noted: nobody sees them in public now."),
        "back.next": (
            "Une personne du Lab va l’effacer. Gardez votre code : quand elle sera effacée, cette page n’en dira plus "
            "rien.",
            "Somebody at the Lab will erase them. Keep your code: once that is done, this page says nothing of them.",
        ),
        "back.declined": (
            "Le Lab a déjà répondu non à cette demande. Voyez la personne à qui vous avez parlé : elle peut la faire "
            "avec vous.",
            "The Lab has answered no to this before. See the person who listened to you: they can ask with you.",
        ),
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
        **states.words("state", "page", "label"),
        **states.words("next", "page_next", "next"),
    }
)
