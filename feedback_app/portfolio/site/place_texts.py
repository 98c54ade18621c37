"""Words of the pages of places, of the map and of the search. French and English."""

from __future__ import annotations

PLACES = {
    "place.about": (
        "{place} : ce que les habitants disent, ce qu’on leur a répondu, les projets et les actions d’entreprises.",
        "{place}: what people say, what they were answered, projects and initiatives of companies.",
    ),
    "place.about.heard": (
        "{place} : {needs}, {voices}. Ce qui est dit, ce qui est répondu, ce qui est financé.",
        "{place}: {needs}, {voices}. What is said, what is answered, what is funded.",
    ),
    "place.around": ("Lieux autour", "Places around"),
    "place.people": ("{n} habitants", "{n} inhabitants"),
    "place.day": ("chiffres du {day}", "figures of {day}"),
    "place.few": (
        "Ici, moins de {k} voix sur un même sujet, ou aucune : rien n’est montré de ce lieu seul, pour que personne ne "
        "soit reconnu. Ce qui y est dit compte dans {place}, que voici.",
        "Here, fewer than {k} voices on any one subject, or none: nothing is shown of this place alone, so that nobody "
        "is recognised. What is said here counts in {place}, which follows.",
    ),
    "place.none": (
        "Rien n’est montré de ce lieu seul pour le moment. Voici {place}.",
        "Nothing is shown of this place alone yet. Here is {place}.",
    ),
    "place.heard": ("Ce qui manque", "What is missing"),
    "place.heard.of": ("Ce qui manque : {place}", "What is missing: {place}"),
    "place.rest": (
        "Ce que trop peu de voix disent ici sur un sujet compte dans {place}.",
        "What too few voices say here on a subject counts in {place}.",
    ),
    "place.unplaced": ("La position de ce lieu n’est pas connue.", "The position of this place is not known."),
    "place.inside": ("Lieux à l’intérieur", "Places inside"),
    "place.covered": (
        "Des chiffres sont montrés pour {n} de ces {of} lieux.",
        "Figures are shown for {n} of these {of} places.",
    ),
    "place.silent": (
        "Pour les autres (–) : moins de {k} voix, ou personne n’y a encore été écouté.",
        "For the others (–): fewer than {k} voices, or nobody has been listened to there yet.",
    ),
    "place.silent.exact": (
        "Pour les autres (–) : personne n’y a encore été écouté, ou le sujet est délicat.",
        "For the others (–): nobody has been listened to there yet, or the subject is delicate.",
    ),
    "place.solutions": ("Solutions trouvées ici", "Solutions found here"),
    "place.projects": ("Projets de la Bourse", "Projects of the exchange"),
    "place.projects.none": ("Aucun projet ici pour le moment.", "No project here yet."),
    "place.csr": ("Ce que font les entreprises", "What companies do"),
    "place.csr.sum": (
        "Actions : {n}. Annoncé, là où c’est connu : {amount}.",
        "Initiatives: {n}. Announced, where known: {amount}.",
    ),
    "place.csr.unknown": ("Montant inconnu : {n}.", "Amount unknown: {n}."),
    "place.needs.of": ("Les besoins : {place}", "The needs: {place}"),
    "place.needs.all": ("Les {n} besoins", "All {n} needs"),
    "area.title": ("La carte", "The map"),
    "area.intro": (
        "Chaque lieu est d’autant plus foncé que le chiffre est grand. Touchez un lieu pour voir sa page ; le tableau "
        "dit la même chose.",
        "The darker a place, the larger its figure. Touch a place to see its page; the table says the same.",
    ),
    "area.show": ("Montrer", "Show"),
    "area.voix": ("Voix", "Voices"),
    "area.besoins": ("Besoins", "Needs"),
    "area.annonce": ("Annoncé par des entreprises (FCFA)", "Announced by companies (FCFA)"),
    "area.projets": ("Projets qui cherchent un financement", "Projects that seek funding"),
    "area.col.voix": ("Voix", "Voices"),
    "area.col.besoins": ("Besoins", "Needs"),
    "area.col.annonce": ("FCFA annoncés", "FCFA announced"),
    "area.col.projets": ("Projets", "Projects"),
    "area.legend": ("Légende", "Legend"),
    "area.none": ("rien de montré", "nothing shown"),
    "area.from": ("{n} et plus", "{n} and more"),
    "area.place": ("Lieu", "Place"),
    "area.wider": (
        "{n} voix de plus sont comptées seulement dans un lieu plus grand.",
        "{n} more voices are counted in a larger place only.",
    ),
    "area.least": ("Les voix sont « au moins ».", "Voices are “at least”."),
    "area.empty": ("Aucun lieu à montrer pour le moment.", "No place to show yet."),
    "area.outlines": (
        "Aucun contour n’est connu : un disque marque chaque lieu.",
        "No outlines are known: a disc marks each place.",
    ),
    "search.intro": (
        "Lieux, besoins, thèmes, réponses, projets, entreprises : tout ce qui est public. Avec ou sans accents.",
        "Places, needs, themes, answers, projects, companies: all that is public. With or without accents.",
    ),
    "search.found.one": ("1 résultat pour « {asked} »", "1 result for “{asked}”"),
    "search.found": ("{n} résultats pour « {asked} »", "{n} results for “{asked}”"),
    "search.nothing": ("Rien trouvé pour « {asked} ».", "Nothing found for “{asked}”."),
    "search.nothing.more": (
        "Essayez un mot plus court, ou un lieu plus grand : ce que trop peu de voix disent compte plus haut.",
        "Try a shorter word, or a larger place: what too few voices say counts higher up.",
    ),
    "search.most": (
        "Les premiers seulement : ajoutez un mot pour préciser.",
        "The first ones only: add a word to be more precise.",
    ),
    "kind.place": ("Lieu", "Place"),
    "kind.theme": ("Thème", "Theme"),
    "kind.solution": ("Réponse", "Answer"),
    "kind.practice": ("Solution trouvée par des habitants", "Solution that people found"),
    "kind.need": ("Besoin", "Need"),
    "kind.project": ("Projet", "Project"),
    "kind.organisation": ("Organisation", "Organisation"),
    "kind.initiative": ("Action d’entreprise", "Company initiative"),
    "kind.rule": ("Cadre", "Framework"),
}
