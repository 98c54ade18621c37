"""What a record is flagged for, and its tags, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts

ROWS: dict[str, tuple[str, str]] = {
    "flag.title": ("À regarder avant d’accepter.", "To look at before you accept."),
    "flag.hint": (
        "Des règles l’ont marqué ; elles se trompent parfois, et n’écartent rien.",
        "Rules marked this; they are sometimes wrong, and reject nothing.",
    ),
    "flag.self_harm": ("Quelqu’un parle de mourir", "Somebody speaks of dying"),
    "flag.threat": ("Une menace", "A threat"),
    "flag.child": ("Un enfant en danger, peut-être", "A child in danger, perhaps"),
    "flag.accusation": ("Une personne nommée, et accusée", "A person who is named and accused"),
    "flag.name": ("Le nom d’une personne", "A person's name"),
    "flag.phone": ("Un numéro de téléphone", "A telephone number"),
    "flag.email": ("Une adresse électronique", "An e-mail address"),
    "flag.identity": ("Le numéro d’une pièce d’identité", "The number of an identity document"),
    "flag.hurried": ("Répondu trop vite", "Answered too fast"),
    "flag.hurried.figures": (
        "Répondu trop vite : {of} réponses en {n} s",
        "Answered too fast: {of} answers in {n} s",
    ),
    "flag.same_answers": ("Toujours la même réponse", "Always the same answer"),
    "flag.same_answers.figures": (
        "La même réponse à {n} questions qui se suivent",
        "The same answer to {n} questions alike",
    ),
    "flag.position": ("Une position inventée, peut-être", "A position made up, perhaps"),
    "flag.position.zero": (
        "Position 0, 0 : l’appareil n’en a mesuré aucune",
        "Position 0, 0: the device measured none",
    ),
    "flag.position.exact": (
        "Une position précise à 0 m : aucun appareil ne mesure ainsi",
        "A position exact to 0 m: no device measures like that",
    ),
    "flag.position.repeated": (
        "{n} fiches de ce téléphone au même point exact, en plus d’une heure : une position inventée, peut-être",
        "{n} records of this phone at exactly the same point, over more than an hour: made up, perhaps",
    ),
    "flag.far": ("Loin du lieu dont elle parle", "Far from the place it is about"),
    "flag.far.figures": (
        "À {n} km du lieu dont elle parle",
        "{n} km from the place it is about",
    ),
    "flag.burst": ("Beaucoup de fiches en peu de temps", "Many records in a short time"),
    "flag.burst.figures": (
        "{n}ᵉ fiche de ce téléphone en dix minutes",
        "Record no. {n} of this phone within ten minutes",
    ),
    "flag.by_hand": ("Une personne de l’équipe demande qu’on la regarde", "Somebody of the team asks for another look"),
    "flag.short.self_harm": ("mourir", "dying"),
    "flag.short.threat": ("menace", "threat"),
    "flag.short.child": ("enfant", "child"),
    "flag.short.accusation": ("accusation", "accusation"),
    "flag.short.name": ("nom", "name"),
    "flag.short.phone": ("téléphone", "telephone"),
    "flag.short.email": ("courriel", "e-mail"),
    "flag.short.identity": ("pièce d’identité", "identity"),
    "flag.short.hurried": ("trop vite", "too fast"),
    "flag.short.same_answers": ("tout pareil", "all alike"),
    "flag.short.position": ("position", "position"),
    "flag.short.far": ("loin", "far"),
    "flag.short.burst": ("en rafale", "burst"),
    "flag.short.by_hand": ("à voir", "look"),
    "flag.dismiss": ("Ce n’est rien", "It is nothing"),
    "flag.dismissed": ("Écarté par {name}, le {at} UTC", "Dismissed by {name}, {at} UTC"),
    "flag.dismissed.title": ("Signes écartés ({n})", "Dismissed flags ({n})"),
    "flag.restore": ("Remettre", "Set again"),
    "flag.by": ("{name}, le {at} UTC", "{name}, {at} UTC"),
    "flag.set": ("Demander un autre regard", "Ask for another look"),
    "flag.comment": ("À regarder : quoi, et pourquoi ?", "What to look at, and why?"),
    "flag.comment.hint": (
        "L’équipe seule le lit. Sans nom ni numéro.",
        "The team alone reads it. No names, no numbers.",
    ),
    "mark.title": ("Signes et étiquettes", "Flags and tags"),
    "tag.title": ("Étiquettes", "Tags"),
    "tag.add": ("Étiqueter", "Tag it"),
    "tag.new": ("Un mot pour la retrouver", "A word to find it by"),
    "tag.remove": ("Retirer l’étiquette {tag}", "Remove the tag {tag}"),
    "tag.list": ("Les fiches « {tag} »", "Records “{tag}”"),
    "mark.refused.comment": (
        "Rien n’est signalé. Dites en trois cents signes au plus ce qu’il faut regarder.",
        "Nothing was flagged. Say in three hundred signs at most what to look at.",
    ),
    "mark.refused.tag": (
        "Rien n’est étiqueté. Une étiquette a des lettres et des chiffres, trente signes au plus.",
        "Nothing was tagged. A tag has letters and digits, thirty signs at most.",
    ),
    "mark.refused.tags": (
        "Cette fiche a déjà dix étiquettes. Retirez-en une d’abord.",
        "This record has ten tags already. Remove one first.",
    ),
    "mark.refused.gone": (
        "Ce signe n’y est plus : la fiche a changé.",
        "This flag is no longer there: the record has changed.",
    ),
}
TEXTS = TextTable({**texts.ROWS, **ROWS})
