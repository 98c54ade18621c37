"""The portfolio's words, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import Texts

TEXTS = Texts(
    {
        # figures
        "voices.one": ("1 voix", "1 voice"),
        "voices.exact": ("{n} voix", "{n} voices"),
        "voices.least": ("au moins {n} voix", "at least {n} voices"),
        "voices.few": ("moins de {k} voix", "fewer than {k} voices"),
        "needs.none": ("aucun besoin", "no needs"),
        "needs.one": ("1 besoin", "1 need"),
        "needs.many": ("{n} besoins", "{n} needs"),
        "places.one": ("1 lieu", "1 place"),
        "places.many": ("{n} lieux", "{n} places"),
        # the public list
        "title": ("Ce que les localités demandent", "What localities ask for"),
        "intro": (
            "Des habitants disent ce qui manque chez eux, de vive voix, même là où il n’y a pas de réseau. "
            "Ici paraissent les besoins que le Lab a relus et acceptés, réunis par lieu et sans aucun nom, "
            "avec ce qui est proposé pour y répondre.",
            "People say, in their own voice and even where there is no network, what is missing where they live. "
            "Shown here are the needs that the Lab has read and accepted, gathered by place and without any name, "
            "with what is proposed to answer them.",
        ),
        "filter": ("Choisir ce qui est montré", "Choose what is shown"),
        "filter.programme": ("Programme", "Programme"),
        "filter.domain": ("Domaine", "Domain"),
        "filter.place": ("Lieu", "Place"),
        "filter.theme": ("Thème", "Theme"),
        "filter.all": ("Tous", "All"),
        "filter.show": ("Afficher", "Show"),
        "filter.clear": ("Tout montrer", "Show everything"),
        "nothing": ("Rien à montrer ici pour le moment.", "Nothing to show here yet."),
        "nothing.more": (
            "Dès qu’un premier besoin est accepté par le Lab, il paraît sur cette page.",
            "As soon as the Lab accepts a first need, it appears on this page.",
        ),
        "nothing.filtered": (
            "Aucun besoin ne répond à ce choix.",
            "No need fits this choice.",
        ),
        "map": ("Où", "Where"),
        "map.caption": (
            "Chaque disque est un lieu, d’autant plus grand que plus de voix y parlent.",
            "Each disc is a place, the larger the more voices speak there.",
        ),
        "map.unplaced": ("Sans position connue : {places}.", "Without a known position: {places}."),
        "by_place": ("Par lieu", "By place"),
        "by_place.more": ("Les {n} autres lieux", "The other {n} places"),
        "by_place.more.one": ("Un autre lieu", "One other place"),
        "themes": ("Par thème", "By theme"),
        "themes.places": ("À {places}", "In {places}"),
        "themes.more": ("et {n} autres lieux", "and {n} other places"),
        "themes.more.one": ("et 1 autre lieu", "and 1 other place"),
        "solution": ("Réponse proposée", "Proposed answer"),
        "solutions": ("Réponses proposées", "Proposed answers"),
        "solution.none": ("Pas encore de réponse proposée", "No answer proposed yet"),
        "project": ("Projet", "Project"),
        "project.status": ("Avancement", "Progress"),
        "funders": ("Financé par", "Funded by"),
        "funder.share": ("{share} %", "{share}%"),
        "needs": ("Tous les besoins", "All needs"),
        "col.what": ("Ce qui manque", "What is missing"),
        "col.where": ("Où", "Where"),
        "col.theme": ("Thème", "Theme"),
        "col.voices": ("Voix", "Voices"),
        "col.needs": ("Besoins", "Needs"),
        "col.when": ("Quand", "When"),
        "theme.none": ("pas encore classé", "not sorted yet"),
        "months": ("{first} – {last}", "{first} – {last}"),
        "page.next": ("Suivants", "Next"),
        "page.previous": ("Précédents", "Previous"),
        "how": ("Comment lire ces chiffres", "How to read these figures"),
        "how.voice": (
            "Une voix est une parole recueillie et acceptée : une personne, ou un groupe qui a parlé ensemble.",
            "A voice is one accepted record: one person, or a group that spoke together.",
        ),
        "how.exact": (
            "Ici, les chiffres sont exacts.",
            "Here the figures are exact.",
        ),
        "how.rounded": (
            "Pour que personne ne soit reconnu, les chiffres sont arrondis vers le bas par {k}, et sous {k} voix "
            "les détails ne sont pas montrés.",
            "So that nobody can be recognised, figures are rounded down by {k}, and below {k} voices details are "
            "not shown.",
        ),
        "how.place": (
            "Un lieu n’est jamais plus précis que : {level}.",
            "A place is never more precise than: {level}.",
        ),
        "how.sensitive": (
            "Les besoins qui touchent à des sujets délicats n’apparaissent qu’à partir de {k} voix.",
            "Needs about delicate subjects appear only from {k} voices on.",
        ),
        "data": ("Télécharger ces besoins", "Download these needs"),
        "data.tools": ("Pour vos outils", "For your tools"),
        "data.docs": ("mode d’emploi", "how to use them"),
        # one theme
        "theme": ("Thème", "Theme"),
        "theme.back": ("Tout le portefeuille", "The whole portfolio"),
        "theme.details": ("Ce que les gens précisent", "What people say exactly"),
        "theme.gravity": ("C’est grave comment", "How serious it is"),
        # the desk
        "desk.title": ("Portefeuille", "Portfolio"),
        "desk.public": ("Voir la page publique", "See the public page"),
        "desk.waiting": ("À classer", "To sort"),
        "desk.waiting.none": ("Tous les besoins acceptés sont classés.", "Every accepted need is sorted."),
        "desk.waiting.more": (
            "Les besoins que vous acceptez en relecture arrivent ici.",
            "Needs that you accept in review arrive here.",
        ),
        "desk.themes": ("Thèmes", "Themes"),
        "desk.themes.none": (
            "Pas encore de thème. Classez un besoin : donnez-lui un nom de thème.",
            "No theme yet. Sort a need: give it the name of a theme.",
        ),
        "desk.solutions": ("Réponses", "Answers"),
        "desk.solutions.none": (
            "Pas encore de réponse. Elle se crée en classant un besoin, ou ici.",
            "No answer yet. One is made while sorting a need, or here.",
        ),
        "desk.select": ("Choisir {what}", "Choose {what}"),
        "desk.selected": ("Classer les besoins cochés", "Sort the ticked needs"),
        "desk.accepted": ("Accepté le", "Accepted on"),
        "desk.shown_as": ("Paraît sous", "Shown as"),
        "desk.tie": ("Classer", "Sort"),
        "desk.tie.one": ("Classer ce besoin", "Sort this need"),
        "desk.tie.again": ("Changer le classement", "Sort differently"),
        "desk.untie": ("Retirer du thème", "Take out of the theme"),
        "desk.record": ("Relire la parole entière", "Read the whole record"),
        "desk.theme": ("Thème", "Theme"),
        "desk.theme.choose": ("Choisir un thème…", "Choose a theme…"),
        "desk.theme.new": ("ou un nouveau thème", "or a new theme"),
        "desk.theme.new.hint": ("Par exemple : Pompes en panne", "For instance: Broken pumps"),
        "desk.solution": ("Réponse", "Answer"),
        "desk.solution.theme": ("Celles du thème, s’il en a", "Those of the theme, if it has any"),
        "desk.solution.none": ("Aucune pour l’instant", "None for now"),
        "desk.solution.new": ("ou une nouvelle réponse", "or a new answer"),
        "desk.solution.new.hint": (
            "Par exemple : Former deux réparateurs par village",
            "For instance: Train two repairers a village",
        ),
        "desk.answers": ("Thèmes auxquels elle répond", "Themes that it answers"),
        "desk.answered_by": ("Réponses à ce thème", "Answers to this theme"),
        "desk.answered_by.hint": (
            "Ouvrez une réponse pour choisir les thèmes auxquels elle répond.",
            "Open an answer to choose the themes that it answers.",
        ),
        "desk.project": ("Projet qui la réalise", "Project that carries it out"),
        "desk.project.none": ("Aucun", "None"),
        "desk.name": ("Nom", "Name"),
        "desk.name.hint": ("Public : pas de nom de personne.", "Public: no person’s name."),
        "desk.description": ("En quelques phrases", "In a few sentences"),
        "desk.domain": ("Domaine", "Domain"),
        "desk.domain.none": ("Plusieurs domaines", "Several domains"),
        "desk.save": ("Enregistrer", "Save"),
        "desk.add.theme": ("Nouveau thème", "New theme"),
        "desk.add.solution": ("Nouvelle réponse", "New answer"),
        "desk.remove": ("Supprimer", "Remove"),
        "desk.back": ("Portefeuille", "Portfolio"),
        "desk.tied": ("Classé dans", "Sorted under"),
        "desk.history": ("Déjà classé avant", "Sorted before"),
        "desk.history.out": ("retiré du thème", "taken out of the theme"),
        "desk.needs_of": ("Besoins de ce thème", "Needs of this theme"),
        "desk.not_accepted": ("Ce besoin n’est pas accepté.", "This need is not accepted."),
        "desk.not_accepted.more": (
            "Seul un besoin accepté entre au portefeuille. Acceptez-le d’abord en relecture.",
            "Only an accepted need enters the portfolio. Accept it in review first.",
        ),
        "stage.title": ("Où en est-elle ?", "How far has it come?"),
        "stage.planned": ("Pas encore financée", "Not funded yet"),
        "stage.funded": ("Financée", "Funded"),
        "stage.done": ("Réalisée", "Done"),
        "stage.since": ("depuis le {day}", "since {day}"),
        "stage.by": ("Par : {project}", "By: {project}"),
        "stage.told": (
            "Derrière elle : {needs}. Chaque étape est dite sur les téléphones de ceux qui ont écouté.",
            "Behind it: {needs}. Each step is told on the phones of those who listened.",
        ),
        "stage.funder": ("Projet qui la finance", "Project that funds it"),
        "stage.funder.choose": ("Choisir un projet…", "Choose a project…"),
        "stage.day": ("Depuis quel jour ?", "Since which day?"),
        "stage.to.funded": ("Noter : financée", "Note: funded"),
        "stage.to.done": ("Noter : réalisée", "Note: done"),
        "stage.not.funded": ("Finalement, elle n’est pas financée", "It is not funded after all"),
        "stage.not.done": ("Finalement, elle n’est pas réalisée", "It is not done after all"),
        "lack.stale": (
            "Quelqu’un l’a noté entre-temps. Rien n’a changé : voyez où elle en est.",
            "Somebody noted it in the meantime. Nothing has changed: see how far it has come.",
        ),
        "lack.funder": ("Choisissez le projet qui la finance.", "Choose the project that funds it."),
        "lack.day": (
            "Ce jour ne va pas : il est à venir, ou avant l’étape précédente.",
            "This day cannot be: it is still to come, or before the step before.",
        ),
        "done.noted": ("C’est noté.", "Noted."),
        "done.tied": ("C’est classé.", "Sorted."),
        "done.untied": ("Retiré du thème ; le besoin attend d’être classé.", "Taken out; the need waits to be sorted."),
        "done.saved": ("Enregistré.", "Saved."),
        "done.removed": ("Supprimé.", "Removed."),
        "lack.not-accepted": (
            "Un de ces besoins n’est plus accepté. Rien n’a été classé.",
            "One of these needs is no longer accepted. Nothing was sorted.",
        ),
        "lack.theme": ("Choisissez un thème, ou donnez un nom au nouveau.", "Choose a theme, or name the new one."),
        "lack.theme-gone": (
            "Un des thèmes cochés n’existe plus. Regardez la liste.",
            "One of the ticked themes is no longer there. Look at the list.",
        ),
        "lack.solution": ("Cette réponse n’existe plus.", "This answer is no longer there."),
        "lack.project": ("Ce projet n’est pas au registre.", "This project is not on the register."),
        "lack.title": ("Donnez-lui un nom.", "Give it a name."),
        "lack.taken": ("Ce nom est déjà pris.", "This name is taken."),
        "lack.too-long": ("C’est trop long.", "This is too long."),
        "lack.in-use": (
            "Des besoins y sont encore classés : déplacez-les d’abord.",
            "Needs still stand behind it: move them first.",
        ),
        "lack.answers": (
            "Elle répond encore à des besoins ou à des thèmes. Retirez-les d’abord.",
            "It still answers needs or themes. Take them away first.",
        ),
        "lack.none-ticked": ("Cochez au moins un besoin.", "Tick at least one need."),
    }
)


def voices_words(voices: int | None, k: int, lang: str | None = None) -> str:
    """A number of voices as it is told."""
    if voices is None:
        return TEXTS.say("voices.few", lang=lang, k=k)
    if k > 1:
        return TEXTS.say("voices.least", lang=lang, n=voices)
    return TEXTS.say("voices.one" if voices == 1 else "voices.exact", lang=lang, n=voices)


def needs_words(count: int, lang: str | None = None) -> str:
    """A number of needs."""
    return TEXTS.say({0: "needs.none", 1: "needs.one"}.get(count, "needs.many"), lang=lang, n=count)


def places_words(count: int, lang: str | None = None) -> str:
    """A number of places."""
    return TEXTS.say("places.one" if count == 1 else "places.many", lang=lang, n=count)


MONTHS = {
    "fr": [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ],
}  # fmt: skip


def month_words(month: str, lang: str) -> str:
    """`2026-11` as people say it."""
    year, number = month.split("-")
    return f"{MONTHS[lang][int(number) - 1]} {int(year)}"
