"""Words of the public pages, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.portfolio.texts import SHARED
from feedback_app.portfolio.themes.weight_texts import WEIGHT

TEXTS = TextTable(
    {
        **SHARED,
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
        "filter.place": ("Lieu", "Place"),
        "filter.theme": ("Thème", "Theme"),
        "filter.clear": ("Tout montrer", "Show everything"),
        "nothing": ("Rien à montrer ici pour le moment.", "Nothing to show here yet."),
        "nothing.more": (
            "Les besoins acceptés par le Lab paraissent ici ensemble, dès qu’ils sont assez nombreux pour que personne "
            "ne soit reconnu.",
            "The needs that the Lab has accepted appear here together, once there are enough of them that nobody can "
            "be recognised.",
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
        "place.all": (
            "Tout sur ce lieu : réponses, projets, ressenti",
            "All about this place: replies, projects, feelings",
        ),
        "themes": ("Par thème", "By theme"),
        "themes.places": ("À {places}", "In {places}"),
        "needs.rest": ("Les {n} autres lignes", "The other {n} lines"),
        "needs.rest.one": ("L’autre ligne", "The other line"),
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
        "col.theme": ("Thème", "Theme"),
        "col.voices": ("Voix", "Voices"),
        "col.when": ("Quand", "When"),
        "theme.none": ("pas encore classé", "not sorted yet"),
        "months": ("{first} – {last}", "{first} – {last}"),
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
            "Pour que personne ne soit reconnu, les chiffres sont arrondis vers le bas par {k}. Ce que moins de {k} "
            "voix disent d’un lieu compte dans le lieu plus grand qui l’entoure. Les nouveaux besoins paraissent "
            "ensemble, le lundi.",
            "So that nobody can be recognised, figures are rounded down by {k}. What fewer than {k} voices say of a "
            "place counts in the larger place around it. New needs appear together, on Mondays.",
        ),
        "gathered": ("avec d’autres lieux ou thèmes", "with other places or themes"),
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
        "data.decisions": ("Comment le Lab décide, semaine par semaine", "How the Lab decides, week by week"),
        "data.docs": ("mode d’emploi", "how to use them"),
        "theme": ("Thème", "Theme"),
        **WEIGHT,
        "weight": ("Ce que disent ces voix", "What these voices say"),
        "weight.between": (
            "Des personnes différentes : entre {least} et {most}.",
            "Different people: between {least} and {most}.",
        ),
        "heard": ("Qui a été entendu, et qui ne l’a pas été", "Who was heard, and who was not"),
        "heard.caption": (
            "Les lieux où cela a été dit, et combien de gens y vivent",
            "The places where it was said, and how many people live there",
        ),
        "heard.people": ("Habitants", "Inhabitants"),
        "heard.per": ("Voix pour 1 000 habitants", "Voices per 1,000 inhabitants"),
        "heard.unknown": ("inconnu", "unknown"),
        "heard.not": ("Pas entendu, ou trop peu pour être montré :", "Not heard, or too few to be shown:"),
        "heard.more": ("et {n} autres", "and {n} others"),
        "heard.not.people": ("{n} personnes y vivent.", "{n} people live there."),
        "heard.few.sex": ("Parmi qui a parlé, personne ou trop peu :", "Among who spoke, nobody or too few:"),
        "heard.few.age": ("Par âge, personne ou trop peu :", "By age, nobody or too few:"),
        "heard.split": (
            "Le registre dit combien de gens vivent dans un lieu, pas combien de femmes, de jeunes ou de locuteurs "
            "d’une langue : à cela, les voix ne sont pas comparées.",
            "The register says how many people live in a place, not how many women, young people or speakers of a "
            "language: voices are not compared with that.",
        ),
        "theme.became": ("Ce thème a été partagé en plusieurs", "This theme was split into several"),
        "theme.back": ("Tout le portefeuille", "The whole portfolio"),
        "replies": ("Vous avez dit, nous avons fait", "You said, we did"),
        "replies.intro": (
            "Ce qui a été fait de la parole des localités.",
            "What was done about what localities said.",
        ),
        "replies.all": ("Toutes les réponses", "All replies"),
        "replies.none": ("Pas encore de réponse publiée.", "No reply is published yet."),
        "replies.asked": ("On demande au lieu : c’est fait ?", "The place is asked: is it done?"),
        "replies.confirmed": ("Le lieu le confirme.", "The place confirms it."),
        "replies.contested": (
            "Le lieu dit que ce n’est pas fini. Le Lab y revient.",
            "The place says that it is not done. The Lab comes back to it.",
        ),
        "replies.yes": ("C’est fait", "It is done"),
        "replies.not": ("Pas fait, ou en partie", "Not done, or in part"),
        "replies.heard": ("Vous avez dit", "You said"),
        "replies.deed": ("Nous avons fait", "We did"),
        "theme.details": ("Ce que les gens précisent", "What people say exactly"),
        "theme.gravity": ("C’est grave comment", "How serious it is"),
    }
)
