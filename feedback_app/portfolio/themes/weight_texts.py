"""Words of how much a theme weighs, on the desk and for anyone, French and English."""

from __future__ import annotations

WEIGHT = {
    "weight.severity": ("C’est grave comment ?", "How serious is it?"),
    "weight.since": ("Depuis quand ?", "Since when?"),
    "weight.affected": ("Qui en souffre ? (plusieurs réponses)", "Who suffers from it? (several answers)"),
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
