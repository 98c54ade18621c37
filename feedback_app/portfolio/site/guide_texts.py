"""Words of the pages that explain: method and limits, how to take part. French and English."""

from __future__ import annotations

GUIDE = {
    "method.title": ("Méthode et limites", "Method and limits"),
    "method.intro": (
        "D’où viennent les chiffres de ce site, comment ils protègent ceux qui parlent, et ce qu’ils ne disent pas.",
        "Where the figures of this site come from, how they protect those who speak, and what they do not say.",
    ),
    "method.from": ("D’où viennent les paroles", "Where the words come from"),
    "method.from.1": (
        "Une personne formée écoute dans la localité et note sur un téléphone, souvent sans réseau. Rien n’est gardé "
        "sans le oui de qui parle. Personne de moins de 18 ans n’est enregistré seul.",
        "A trained person listens in the locality and records on a phone, often without a network. Nothing is kept "
        "without the yes of who speaks. Nobody under 18 is recorded individually.",
    ),
    "method.from.2": (
        "Le Lab relit chaque parole. Seul ce qui est accepté compte ici ; ce qui est repris ou effacé sort de tous les "
        "chiffres.",
        "The Lab reads every record. Only what is accepted counts here; what is taken back or erased leaves every "
        "figure.",
    ),
    "method.from.3": (
        "Aucune émotion n’est devinée d’un visage, d’une voix ou d’un texte : chacun l’a choisie.",
        "No emotion is guessed from a face, a voice or a text: each person chose it.",
    ),
    "method.safe": ("Comment les chiffres protègent", "How figures protect"),
    "method.safe.coarse": (
        "Jamais un village trop petit, jamais une personne : les paroles sont comptées dans un lieu assez grand.",
        "Never a village that is too small, never a person: words are counted in a place that is large enough.",
    ),
    "method.safe.fold": (
        "Ce que trop peu de voix disent d’un lieu compte dans le lieu plus grand qui l’entoure, avec les autres. "
        "Ainsi « rien de montré ici » peut vouloir dire personne, ou trop peu. Une ligne qui rassemble de tels lieux "
        "dit moins qu’elle ne compte, pour que d’aucun d’eux on ne puisse rien calculer.",
        "What too few voices say of a place counts in the larger place around it, with the others. So “nothing shown "
        "here” may mean nobody, or too few. A line that gathers such places says less than it counts, so that nothing "
        "can be worked out of any of them.",
    ),
    "method.safe.round": (
        "Les besoins sont arrondis vers le bas : on lit « au moins ». Ils paraissent ensemble, le lundi.",
        "Needs are rounded down: read “at least”. They appear together, on Mondays.",
    ),
    "method.safe.cells": (
        "Dans les tableaux du ressenti, une case trop petite est cachée, et d’autres avec elle (un « hypercube "
        "»), pour "
        "qu’aucune soustraction entre cases, totaux ou dates ne la retrouve. Un chiffre ne change que lorsqu’il "
        "a assez "
        "grandi.",
        "In the tables of feelings a cell that is too small is hidden, and others with it (a “hypercube”), so that no "
        "subtraction between cells, totals or dates gives it back. A figure changes only when it has grown enough.",
    ),
    "method.rule": ("La règle de chaque programme", "The rule of each programme"),
    "method.rule.programme": ("Programme", "Programme"),
    "method.rule.level": ("Lieu le plus fin", "Finest place"),
    "method.rule.k": ("Voix au moins", "Voices at least"),
    "method.rule.sensitive": ("Sujets délicats", "Delicate subjects"),
    "method.rule.exact": ("exact : exemple inventé", "exact: made-up example"),
    "method.limits": ("Ce que ces chiffres ne disent pas", "What these figures do not say"),
    "method.limits.sample": (
        "Ce sont des volontaires, pas un échantillon. Aucun chiffre ne veut dire « tant pour cent des habitants ».",
        "These are volunteers, not a sample. No figure means “so many percent of the inhabitants”.",
    ),
    "method.limits.voice": (
        "Une voix est une parole acceptée : une personne, ou un groupe qui a parlé ensemble. Les paroles ne sont pas "
        "reliées à des personnes : qui parle deux fois peut compter deux fois parmi les besoins.",
        "A voice is one accepted record: one person, or a group that spoke together. Records are not linked to people: "
        "whoever speaks twice may count twice among the needs.",
    ),
    "method.limits.silence": (
        "Le silence d’un lieu n’est pas l’absence de besoin : peut-être que personne n’y est encore allé écouter.",
        "A silent place is not a place without needs: perhaps nobody has gone there to listen yet.",
    ),
    "method.limits.order": (
        "Les réponses sont rangées, pas mesurées : on montre la réponse du milieu et son intervalle, jamais une "
        "moyenne "
        "de visages.",
        "Answers are ordered, not measured: the answer in the middle is shown with its interval, never an average of "
        "faces.",
    ),
    "method.limits.money": (
        "Les montants des entreprises sont ce qu’elles ont annoncé ou versé d’après la source citée ; un montant "
        "inconnu reste inconnu.",
        "Amounts of companies are what they announced or paid by the source that is cited; an unknown amount stays "
        "unknown.",
    ),
    "method.score": ("Notes et classements", "Scores and rankings"),
    "method.score.1": (
        "Chaque projet de la Bourse est noté par deux personnes, chacune sans voir l’autre, sur des critères publics. "
        "La note, ses raisons et l’accord entre les deux sont sur la page du projet.",
        "Each project of the exchange is scored by two people, without seeing each other, on published criteria. The "
        "score, its reasons and how far both agree are on the project’s page.",
    ),
    "method.reuse": ("Réutiliser", "Reuse"),
    "method.reuse.1": (
        "Les chiffres et les textes du Lab peuvent être repris ({licence}) en citant la source, la date et "
        "l’adresse de la page.",
        "Figures and texts of the Lab may be reused ({licence}), naming the source, the date and the address of the "
        "page.",
    ),
    "method.reuse.data": ("Télécharger les données", "Download the data"),
    "part.title": ("Comment participer", "How to take part"),
    "part.intro": (
        "Chacun peut dire ce qui lui manque, écouter ce que d’autres ont dit, ou aider à y répondre.",
        "Everyone may say what they lack, hear what others said, or help to answer.",
    ),
    "part.speak": ("Vous voulez parler", "You want to speak"),
    "part.speak.1": (
        "Dites-le à la personne qui recueille les paroles dans votre localité. Pas besoin de lire ni d’avoir un "
        "téléphone : on parle, on montre des images.",
        "Say it to the person who records what people say in your locality. You need not read, nor have a phone: you "
        "speak, you point at pictures.",
    ),
    "part.speak.2": (
        "On vous demande votre oui, et pour quoi : garder, photo, voix. Vous pouvez dire non à tout, sans rien perdre.",
        "You are asked for your yes, and for what: keep, photo, voice. You may say no to any of it, without losing "
        "anything.",
    ),
    "part.speak.3": (
        "Vous recevez un code de dix chiffres. Gardez-le : c’est lui qui suit votre parole, et qui la reprend.",
        "You get a code of ten digits. Keep it: it follows what you said, and takes it back.",
    ),
    "part.follow": ("Vous avez parlé", "You have spoken"),
    "part.follow.1": (
        "Avec le code, voyez où en est votre parole, ici ou sur tout téléphone de votre localité, même sans réseau.",
        "With the code, see how far your words have come, here or on any phone of your locality, even without a "
        "network.",
    ),
    "part.follow.2": (
        "Vous ne voulez plus ? Reprenez-la avec le même code : elle quitte tout de suite les pages et les chiffres.",
        "You changed your mind? Take it back with the same code: it leaves pages and figures at once.",
    ),
    "part.follow.3": (
        "Quand une réponse est publiée, votre localité est interrogée : c’est fait ? Un non remet le Lab au travail.",
        "When a reply is published, your locality is asked: is it done? A no puts the Lab back to work.",
    ),
    "part.follow.go": ("Suivre une parole", "Follow what was said"),
    "part.danger": ("Quelqu’un est en danger ?", "Is somebody in danger?"),
    "part.danger.1": (
        "N’attendez pas ce site. La personne qui vous écoute a les numéros à appeler ; un signalement protégé "
        "peut être "
        "écrit sur son téléphone, que seules les personnes chargées de la protection ouvrent.",
        "Do not wait for this site. The person who listens to you has the numbers to call; a protected report can be "
        "written on their phone, which only the people in charge of protection open.",
    ),
    "part.company": ("Vous êtes une entreprise, un bailleur", "You are a company, a donor"),
    "part.company.1": (
        "Voyez ce que les gens demandent et ce qui cherche un financement. Vous ne verrez jamais la parole d’une "
        "personne : des ensembles, toujours.",
        "See what people ask for and what seeks funding. You will never see one person’s words: always groups.",
    ),
    "part.company.2": (
        "Pour vous engager, demandez un accès au Lab : vous dites votre intérêt, ce que vous promettez, ce que vous "
        "versez. Le Lab confirme, puis c’est public.",
        "To commit yourself, ask the Lab for access: you say what interests you, what you promise, what you pay. The "
        "Lab confirms, then it is public.",
    ),
    "part.company.go": ("La Bourse de projets", "The project exchange"),
    "part.company.gap": ("Besoins et argent, lieu par lieu", "Needs and money, place by place"),
    "part.press": ("Vous écrivez, vous cherchez", "You write, you do research"),
    "part.press.1": (
        "Chaque page a une adresse qui ne change pas, la date de ses chiffres et une phrase pour la citer. "
        "Lisez d’abord "
        "la méthode et ses limites.",
        "Each page has an address that does not change, the date of its figures and a sentence to cite it. Read the "
        "method and its limits first.",
    ),
    "part.rights": ("Vos droits et ce qui est gardé, combien de temps", "Your rights, what is kept and for how long"),
}
