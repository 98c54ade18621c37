"""What the page of need against money says, French and English."""

from __future__ import annotations

GAP = {
    "gap.title": ("Besoins et argent", "Need against money"),
    "gap.link": ("Besoins et argent : où il manque", "Need against money: where it lacks"),
    "gap.intro": (
        "Pour chaque lieu et chaque secteur : quelle part des voix le demande, quelle part de l’argent annoncé y va. "
        "Ce qu’on ne sait pas élargit la réponse ; rien n’est deviné.",
        "For each place and sector: which share of the voices asks for it, which share of the announced money goes "
        "there. What is not known widens the answer; nothing is guessed.",
    ),
    "gap.counted": (
        "Comparés : au moins {voices} voix et {sums} actions, dont {unknown} sans montant connu.",
        "Compared: at least {voices} voices and {sums} initiatives, {unknown} of them without a known amount.",
    ),
    "gap.elsewhere": (
        "{n} voix viennent de lieux plus larges : elles comptent dans le total seulement.",
        "{n} voices are of wider places: they count in the whole only.",
    ),
    "gap.conclusive": ("Ce qu’on peut dire", "What can be said"),
    "gap.conclusive.none": (
        "Rien pour l’instant : aucun écart ne tient dans tous les cas possibles.",
        "Nothing yet: no gap holds in every possible case.",
    ),
    "gap.open": ("Ce qu’on ne peut pas encore dire", "What cannot be said yet"),
    "gap.open.why": (
        "L’écart peut être dans un sens ou dans l’autre : trop peu de voix, ou trop d’argent dont on ne connaît "
        "pas le lieu, le secteur ou le montant.",
        "The gap may be either way: too few voices, or too much money of which place, sector or amount is not known.",
    ),
    "gap.open.show": ("Voir ces {n} lignes", "Show these {n} rows"),
    "gap.need": ("Part des voix", "Share of voices"),
    "gap.money": ("Part de l’argent", "Share of the money"),
    "gap.verdict": ("Écart", "Gap"),
    "gap.voices": ("au moins {n} voix", "at least {n} voices"),
    "gap.voices.exact": ("{n} voix", "{n} voices"),
    "gap.sure": ("{amount} FCFA ici, c’est sûr", "{amount} FCFA here for sure"),
    "gap.sure.none": ("aucun montant sûr", "no sure amount"),
    "verdict.less-money": ("Moins d’argent que de besoin", "Less money than need"),
    "verdict.more-money": ("Plus d’argent que de besoin", "More money than need"),
    "verdict.open": ("On ne peut pas conclure", "Not conclusive"),
    "between": ("{low} à {high} %", "{low} to {high}%"),
    "from_to": ("{low} à {high}", "{low} to {high}"),
    "gap.how.voices": (
        "Les voix sont celles du portefeuille public, arrondies vers le bas. L’intervalle vaut pour tous les nombres "
        "possibles et pour toutes les lignes à la fois, à 95 % (Wilson, Bonferroni).",
        "Voices are those of the public portfolio, rounded down. The interval holds for every possible number and for "
        "all rows together, at 95% (Wilson, Bonferroni).",
    ),
    "gap.how.money": (
        "L’argent est celui qui est annoncé. Une somme sans lieu ou sans secteur peut être partout. Un montant inconnu "
        "vaut entre zéro et le plus grand montant connu.",
        "Money is what was announced. A sum without a place or a sector may be anywhere. An unknown amount is between "
        "zero and the largest known one.",
    ),
    "gap.how.sectors": (
        "Des secteurs que les besoins ne distinguent pas sont comparés ensemble.",
        "Sectors that needs do not tell apart are compared together.",
    ),
    "gap.how.sure": (
        "Un écart n’est dit que s’il dépasse {gap} points du même côté dans tous ces cas ; qu’il manque de l’argent, à "
        "partir de {voices} voix. Il ne dit pas pourquoi.",
        "A gap is said only where it is above {gap} points on one side in all these cases; that money lacks, from "
        "{voices} voices on. It does not say why.",
    ),
    "gap.none": ("Rien à comparer pour l’instant.", "Nothing to compare yet."),
    "gap.none.more": (
        "Il faut des besoins publiés et des actions publiées.",
        "It takes published needs and published initiatives.",
    ),
    "potential": ("Potentiel", "Potential"),
    "potential.title": ("Potentiel de chaque lieu, formule ouverte", "Potential of each place, open formula"),
    "potential.formula": (
        "Potentiel = {need} × besoin + {shortfall} × argent qui manque + {precedent} × déjà réussi ici. Chaque partie "
        "va de 0 à 1.",
        "Potential = {need} × need + {shortfall} × money lacking + {precedent} × done here before. Each part is from "
        "0 to 1.",
    ),
    "potential.need": ("Besoin", "Need"),
    "potential.need.why": (
        "Besoin : les voix du lieu, divisées par celles du lieu qui en a le plus.",
        "Need: the place’s voices, divided by those of the place that has most.",
    ),
    "potential.shortfall": ("Argent qui manque", "Money lacking"),
    "potential.shortfall.why": (
        "Argent qui manque : la part de ses besoins que l’argent ne couvre pas à la même hauteur, du moins au plus.",
        "Money lacking: the part of its needs that money does not match, from the least to the most.",
    ),
    "potential.precedent": ("Déjà réussi ici", "Done here before"),
    "potential.precedent.why": (
        "Déjà réussi ici : la part de ses voix dont le secteur a déjà une action livrée dans ce lieu.",
        "Done here before: the part of its voices whose sector already has a delivered initiative in this place.",
    ),
    "potential.order": (
        "Deux lieux dont les intervalles se touchent ne sont pas classés l’un devant l’autre.",
        "Two places whose intervals touch are not ranked one before the other.",
    ),
}
