"""Words of how much a theme weighs, on the desk and for anyone, French and English."""

from __future__ import annotations

WEIGHT = {
    "weight.severity": ("C’est grave comment ?", "How serious is it?"),
    "weight.since": ("Depuis quand ?", "Since when?"),
    "weight.affected": ("Qui en souffre ? (plusieurs réponses)", "Who suffers from it? (several answers)"),
    "weight.pleasure": ("Quand on y pense, on se sent…", "Thinking of it, people feel…"),
    "weight.middle": ("Au milieu : {median}", "In the middle: {median}"),
    "weight.middle.between": (
        "Au milieu : {median} (de « {low} » à « {high} », intervalle à 95 %)",
        "In the middle: {median} (from “{low}” to “{high}”, 95 % interval)",
    ),
    "mood": ("Ce que l’on ressent", "How people feel"),
    "mood.why": (
        "Ce que disent, avec la fiche « Émotion », ceux qui parlent des projets qui répondent à ce thème. "
        "On n’en fait pas de moyenne.",
        "What those say with the form “Emotion” who speak of the projects that answer this theme. "
        "No mean is made of it.",
    ),
    "mood.all": ("Tout le ressenti", "All feelings"),
    "weight.emotion": ("Ce que cela fait ressentir", "How it feels"),
    "weight.sex": ("Qui a parlé ?", "Who spoke?"),
    "weight.age": ("De quel âge ?", "Of which age?"),
    "weight.answer": ("Réponse", "Answer"),
    "weight.share": ("Part, intervalle à 95 %", "Share, 95 % interval"),
    "weight.few": ("trop peu pour être montré", "too few to be shown"),
    "weight.none": ("personne", "nobody"),
    "weight.interval": ("{low} à {high} %", "{low} to {high} %"),
    "col.voices": ("Voix", "Voices"),
}
"""Taken into the tables of the pages that show it."""
