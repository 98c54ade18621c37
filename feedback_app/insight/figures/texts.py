"""Words of the page of feelings and scores, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Ce que les gens ressentent", "How people feel"),
        "intro": (
            "Des habitants disent comment ils se sentent et ce qu’ils pensent des projets, de vive voix ou en "
            "touchant une "
            "image. Ici paraît ce que le Lab a relu et accepté, ensemble, sans aucun nom. Aucune émotion n’est devinée "
            "d’un visage, d’une voix ou d’un texte : chacun l’a choisie.",
            "People say how they feel and what they think of projects, aloud or by touching a picture. Shown "
            "here is what the "
            "Lab has read and accepted, together, without any name. No emotion is inferred from a face, a voice or a "
            "text: each person chose it.",
        ),
        "single": ("Des personnes, une par une", "People, one by one"),
        "group": ("Des groupes, chacun d’une seule voix", "Groups, each with one voice"),
        "nothing": ("Rien à montrer ici pour le moment.", "Nothing to show here yet."),
        "nothing.more": (
            "Les chiffres paraissent ensemble, une fois par semaine, dès qu’ils sont assez nombreux pour que "
            "personne ne "
            "soit reconnu.",
            "Figures appear together, once a week, as soon as there are enough of them that nobody can be recognised.",
        ),
        "pleasure": ("Quand on y pense, on se sent…", "Thinking of it, people feel…"),
        "pleasure.0": ("très mal", "very bad"),
        "pleasure.1": ("plutôt mal", "rather bad"),
        "pleasure.2": ("entre les deux", "in between"),
        "pleasure.3": ("plutôt bien", "rather good"),
        "pleasure.4": ("très bien", "very good"),
        "arousal": ("Et l’on est…", "And people are…"),
        "arousal.0": ("très calme", "very quiet"),
        "arousal.1": ("plutôt calme", "rather quiet"),
        "arousal.2": ("entre les deux", "in between"),
        "arousal.3": ("plutôt agité", "rather stirred"),
        "arousal.4": ("très agité", "very stirred"),
        "score.1": ("très mauvais", "very bad"),
        "score.2": ("mauvais", "bad"),
        "score.3": ("moyen", "fair"),
        "score.4": ("bon", "good"),
        "score.5": ("très bon", "very good"),
        "emotion": ("L’émotion choisie", "The emotion that was chosen"),
        "scores": ("Ce que l’on pense des projets", "What people think of projects"),
        "by.place": ("Par lieu", "By place"),
        "by.project": ("Par projet", "By project"),
        "by.quarter": ("Au fil du temps", "Over time"),
        "all": ("Ensemble", "Together"),
        "row.others": ("Autres projets", "Other projects"),
        "row.none": ("La vie ici, sans projet", "Life here, no project"),
        "row.rest": ("{place}, le reste", "{place}, the rest"),
        "quarter": ("{n}ᵉ trimestre {year}", "Q{n} {year}"),
        "quarter.1": ("1ᵉʳ trimestre {year}", "Q1 {year}"),
        "quarters": ("{first} à {last}", "{first} to {last}"),
        "voices": ("au moins {n} voix", "at least {n} voices"),
        "voices.exact": ("{n} voix", "{n} voices"),
        "voices.exact.one": ("1 voix", "1 voice"),
        "few": ("trop peu de voix pour être montré", "too few voices to be shown"),
        "median.between": (
            "au milieu : {median} (entre {low} et {high})",
            "in the middle: {median} (between {low} and {high})",
        ),
        "median.one": ("au milieu : {median}", "in the middle: {median}"),
        "change": (
            "Du premier au dernier moment montré : {words} (δ de Cliff {delta}).",
            "From the first to the last time shown: {words} (Cliff’s δ {delta}).",
        ),
        "change.none": ("pas de changement net", "no clear change"),
        "change.up": ("les gens se sentent mieux", "people feel better"),
        "change.down": ("les gens se sentent moins bien", "people feel worse"),
        "figures": ("Les chiffres", "The figures"),
        "col.row": ("Qui", "Who"),
        "col.total": ("Voix", "Voices"),
        "hidden": ("–", "–"),
        "observation": ("Ce que les agents voient sur place", "What agents see on the spot"),
        "observation.note": (
            "Une observation est ce qu’un agent a vu à un endroit, un jour. Plusieurs peuvent être du même agent : ce "
            "ne sont pas des voix d’habitants.",
            "An observation is what an agent saw at a spot, on a day. Several may be by the same agent: they are not "
            "voices of inhabitants.",
        ),
        "setting": ("Où l’agent était", "Where the agent was"),
        "condition": ("L’état de l’ouvrage", "The state of the facility"),
        "row.observations": ("Observations", "Observations"),
        "session": ("Ce que les séances disent", "What sessions say"),
        "session.note": (
            "Une séance est une seule voix, celle de l’assemblée. Les mains levées s’ajoutent d’une séance à l’autre "
            "et d’un vote à l’autre : ce ne sont ni des personnes ni des voix.",
            "A session is one voice, that of the gathering. Raised hands are added up over sessions and votes: they "
            "are neither people nor voices.",
        ),
        "col.place": ("Lieu", "Place"),
        "col.sessions": ("Séances", "Sessions"),
        "col.present": ("Présents", "People there"),
        "col.hands_for": ("Mains pour", "Hands for"),
        "col.hands_against": ("Mains contre", "Hands against"),
        "col.hands_neither": ("Ni l’un ni l’autre", "Neither"),
        "col.ranking": ("Les graines, par problème", "Seeds, by problem"),
        "share": ("{domain} {percent} %", "{domain} {percent}%"),
        "how": ("Comment lire ces chiffres", "How to read these figures"),
        "how.voice": (
            "Ce sont des volontaires, pas un échantillon : aucun chiffre ne dit « tant pour cent des habitants "
            "». Une voix est "
            "une personne d’un âge et d’un sexe, par téléphone et par jour ; qui parle trois fois le même jour "
            "compte une "
            "fois.",
            "These are volunteers, not a sample: no figure says “so many percent of the inhabitants”. A voice is "
            "a person of an "
            "age and sex, by phone and day; whoever speaks three times on a day counts once.",
        ),
        "how.k": (
            "Rien n’est montré de moins de {k} voix, ni ce qui permettrait de le retrouver par soustraction (–). "
            "Un chiffre "
            "ne change que lorsqu’il a augmenté d’au moins {k} : les parties peuvent ne pas faire tout à fait le "
            "total.",
            "Nothing is shown of fewer than {k} voices, nor what would give it back by subtraction (–). A figure "
            "changes only "
            "when it has grown by at least {k}: parts may not quite add up to the total.",
        ),
        "how.exact": ("Ici, les chiffres sont exacts.", "Here the figures are exact."),
        "how.scale": (
            "Les réponses sont rangées, pas mesurées : pas de moyenne, mais la réponse du milieu et, s’il y a "
            "assez de voix, "
            "l’intervalle où elle se trouve avec 95 % de chances.",
            "Answers are ordered, not measured: no mean, but the answer in the middle and, with enough voices, "
            "the interval in "
            "which it lies with 95 % probability.",
        ),
        "download": ("Télécharger ces chiffres :", "Download these figures:"),
        "since": ("Montré depuis le {day}.", "Shown since {day}."),
        "programme": ("Programme", "Programme"),
        "show": ("Afficher", "Show"),
    }
)
