"""Words of the desk's pages of themes, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.portfolio.themes.weight_texts import WEIGHT

TEXTS = TextTable(
    {
        **WEIGHT,
        "weight": ("Ce que disent ces voix", "What these voices say"),
        "done.joined": ("C’est réuni.", "Merged."),
        "done.divided": (
            "Le nouveau thème est fait. Son nom paraîtra quand une deuxième personne l’aura relu.",
            "The new theme is made. Its name appears once a second person has read it.",
        ),
        "done.retired": ("Ce thème est clos.", "This theme is retired."),
        "done.undone": ("C’est annulé : les besoins sont revenus.", "Undone: the needs are back."),
        "state": ("État", "State"),
        "detail": ("Précision", "Detail"),
        "became": ("Devenu", "Became"),
        "came.from": ("Vient de", "Comes from"),
        "change": ("Réorganiser ce thème", "Reorganise this theme"),
        "join": ("Réunir à un autre thème", "Merge into another theme"),
        "join.into": ("Tous ses besoins vont dans", "All its needs go to"),
        "join.hint": (
            "Les réponses suivent. On peut annuler.",
            "The answers follow. It can be undone.",
        ),
        "divide": ("En faire un thème à part", "Make a theme of its own"),
        "divide.hint": (
            "Cochez des besoins ci-dessus, puis donnez un nom à leur nouveau thème.",
            "Tick needs above, then name their new theme.",
        ),
        "retire": ("Clore ce thème", "Retire this theme"),
        "retire.hint": (
            "Il garde ses besoins et reste lisible, mais n’en reçoit plus.",
            "It stays readable with the needs that it has, but takes no more.",
        ),
        "undo": ("Annuler le dernier changement", "Undo the last change"),
        "only": ("Les {n} derniers besoins sont montrés.", "The latest {n} needs are shown."),
    }
)
