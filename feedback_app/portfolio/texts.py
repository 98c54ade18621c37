"""Words that both halves of the portfolio say, French and English: figures, filters, columns, months."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable, language

NARROW = "\u202f"
SHARED = {
    "filter.programme": ("Programme", "Programme"),
    "filter.domain": ("Domaine", "Domain"),
    "filter.all": ("Tous", "All"),
    "filter.show": ("Afficher", "Show"),
    "nothing.filtered": (
        "Aucun besoin ne répond à ce choix.",
        "No need fits this choice.",
    ),
    "col.what": ("Ce qui manque", "What is missing"),
    "col.where": ("Où", "Where"),
    "col.needs": ("Besoins", "Needs"),
    "page.next": ("Suivants", "Next"),
    "page.previous": ("Précédents", "Previous"),
}
"""Of lists of needs, at the desk and in public."""
FIGURES = TextTable(
    {
        "voices.one": ("1 voix", "1 voice"),
        "voices.exact": ("{n} voix", "{n} voices"),
        "voices.least": ("au moins {n} voix", "at least {n} voices"),
        "needs.none": ("aucun besoin", "no needs"),
        "needs.one": ("1 besoin", "1 need"),
        "needs.many": ("{n} besoins", "{n} needs"),
        "places.one": ("1 lieu", "1 place"),
        "places.many": ("{n} lieux", "{n} places"),
    }
)


def number_words(number: int, lang: str | None = None) -> str:
    """`12 500 000`, with spaces that do not break a line."""
    return f"{number:,}".replace(",", NARROW if (lang or language()) == "fr" else ",")


def voices_words(voices: int, k: int, lang: str | None = None) -> str:
    """A number of voices in words; exact only where `k` is 1."""
    if k > 1:
        return FIGURES.say("voices.least", lang=lang, n=voices)
    return FIGURES.say("voices.one" if voices == 1 else "voices.exact", lang=lang, n=voices)


def needs_words(count: int, lang: str | None = None) -> str:
    """A number of needs."""
    return FIGURES.say({0: "needs.none", 1: "needs.one"}.get(count, "needs.many"), lang=lang, n=count)


def places_words(count: int, lang: str | None = None) -> str:
    """A number of places."""
    return FIGURES.say("places.one" if count == 1 else "places.many", lang=lang, n=count)
