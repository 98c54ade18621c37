"""Words of the pages that gather all others, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.portfolio.listing.texts import TEXTS as LIST_TEXTS
from feedback_app.portfolio.site.guide_texts import GUIDE
from feedback_app.portfolio.site.place_texts import PLACES

HOME = {
    "home.title": ("Ce que les localités disent, et ce qu’on en fait", "What localities say, and what comes of it"),
    "home.intro": (
        "Des habitants disent ce qui leur manque, ce qu’ils ressentent et où en sont les projets, de vive voix, même "
        "sans réseau. Le Lab relit, rassemble sans aucun nom, et cherche qui peut répondre. Tout ce qui peut être "
        "montré est ici.",
        "People say what they lack, how they feel and how projects are going, in their own voice, even without a "
        "network. The Lab reads it, gathers it without any name, and looks for who can answer. All that may be shown "
        "is here.",
    ),
    "home.figures": ("En chiffres", "In figures"),
    "home.figures.day": ("Chiffres du {day}.", "Figures of {day}."),
    "home.voices": ("voix entendues", "voices heard"),
    "home.least": ("au moins", "at least"),
    "home.needs": ("besoins", "needs"),
    "home.places": ("lieux", "places"),
    "home.replies": ("réponses publiées", "replies published"),
    "home.sought": ("FCFA cherchés", "FCFA sought"),
    "home.initiatives": ("actions d’entreprises", "company initiatives"),
    "home.heard": ("Ce qu’on a entendu", "What was heard"),
    "home.heard.all": ("Tous les besoins", "All needs"),
    "home.feel": ("Comment on se sent", "How people feel"),
    "home.feel.all": ("Le ressenti, par lieu et par projet", "Feelings, by place and by project"),
    "home.where": ("Près de chez vous", "Near you"),
    "home.where.map": ("Voir la carte", "See the map"),
    "home.done": ("Ce qui a été fait", "What was done"),
    "home.done.all": ("Toutes les réponses", "All replies"),
    "home.done.none": ("Pas encore de réponse publiée.", "No reply is published yet."),
    "home.solutions": ("Ce que des habitants ont trouvé", "What people found"),
    "home.solutions.all": ("Toutes les solutions", "All solutions"),
    "home.bourse": ("Ce qui cherche un financement", "What seeks funding"),
    "home.bourse.all": ("Tous les projets", "All projects"),
    "home.bourse.none": ("Aucun projet ne cherche de financement pour le moment.", "No project seeks funding yet."),
    "home.bourse.one": ("{title} : {amount} FCFA cherchés", "{title}: {amount} FCFA sought"),
    "home.part": ("Participer", "Take part"),
    "home.part.speak": (
        "Parlez à la personne qui recueille les paroles dans votre localité. Vous recevez un code de dix chiffres.",
        "Speak to the person who records what people say in your locality. You get a code of ten digits.",
    ),
    "home.part.follow": (
        "Avec ce code, suivez votre parole, ou reprenez-la.",
        "With this code, follow what you said, or take it back.",
    ),
    "home.part.fund": (
        "Vous êtes une entreprise ? Voyez ce qui cherche un financement, et pour quels besoins.",
        "Are you a company? See what seeks funding, and which needs it answers.",
    ),
    "home.part.more": ("Comment participer", "How to take part"),
    "col.theme_heard": ("Thème", "Theme"),
    "share": ("Part", "Share"),
    "search.title": ("Chercher", "Search"),
    "search.go": ("Chercher", "Search"),
    "search.field": ("Un lieu, un besoin…", "A place, a need …"),
}

TEXTS = TextTable({**LIST_TEXTS.rows, **HOME, **PLACES, **GUIDE})
