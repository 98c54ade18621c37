"""What the page of weak signals says."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Signaux faibles", "Weak signals"),
        "back": ("Portefeuille", "Portfolio"),
        "intro": (
            "Ce qui se dit soudain plus qu’avant, lieu par lieu. Chaque semaine est comparée aux huit d’avant. C’est "
            "un indice à vérifier, pas une preuve.",
            "What is suddenly said more than before, place by place. Each week is compared with the eight before it. "
            "It is a hint to look into, not a proof.",
        ),
        "none.yet": (
            "Aucune semaine n’a encore été comparée. La première le sera lundi.",
            "No week has been compared yet. The first will be on Monday.",
        ),
        "week": ("Semaine du {day}", "Week of {day}"),
        "week.none": (
            "Rien d’inhabituel parmi {n} choses comparées.",
            "Nothing unusual among {n} things compared.",
        ),
        "week.some": ("{n} choses comparées.", "{n} things compared."),
        "theme": ("Thème", "Theme"),
        "need": ("Besoin", "Need"),
        "word": ("Mot", "Word"),
        "everywhere": ("Tout le programme", "All of the programme"),
        "why": (
            "{now} voix cette semaine, {before} en huit semaines avant. On en attendait {expected}.",
            "{now} voices this week, {before} in the eight weeks before. {expected} were expected.",
        ),
        "why.new": (
            "{now} voix cette semaine, aucune en huit semaines avant.",
            "{now} voices this week, none in the eight weeks before.",
        ),
        "chance": ("Par hasard : {p}", "By chance: {p}"),
        "chance.one": ("1 fois sur {n}", "once in {n}"),
        "chance.rarer": ("moins de 1 fois sur {n}", "less than once in {n}"),
        "look": ("Lire ces fiches", "Read these records"),
        "look.theme": ("Voir le thème", "See the theme"),
        "reason": ("Pourquoi (obligatoire pour écarter)", "Why (needed to dismiss it)"),
        "do.noted": ("À suivre", "To be followed"),
        "do.dismissed": ("Écarter", "Dismiss"),
        "do.open": ("Remettre", "Put back"),
        "state.noted": ("Suivi par {who}, {day}", "Followed by {who}, {day}"),
        "state.dismissed": ("Écarté par {who}, {day}", "Dismissed by {who}, {day}"),
        "refused": ("Dites pourquoi vous l’écartez.", "Say why you dismiss it."),
        "method": ("Comment c’est calculé", "How it is worked out"),
        "method.1": (
            "De toutes les voix qui disent une chose dans un lieu, on regarde combien tombent dans la dernière "
            "semaine. Si rien n’a changé, chacune y tombe avec la part que cette semaine a de toutes les voix du "
            "lieu : une semaine chargée n’est donc pas un signal. La probabilité est celle de la loi binomiale, "
            "exacte.",
            "Of all voices that say a thing in a place, we look how many fall into the last week. If nothing has "
            "changed, each does with that week’s share of all voices of the place: so a busy week is no signal. The "
            "probability is that of the binomial distribution, exact.",
        ),
        "method.2": (
            "Comme on compare beaucoup de choses, la limite suit Benjamini et Hochberg : au plus une semaine calme "
            "sur dix montre un signal. Moins de {least} voix ne font jamais un signal. Les semaines restent ici six "
            "mois.",
            "As many things are compared, the bound follows Benjamini and Hochberg: at most one quiet week in ten "
            "shows a signal. Fewer than {least} voices are never a signal. Weeks stay here for six months.",
        ),
    }
)
