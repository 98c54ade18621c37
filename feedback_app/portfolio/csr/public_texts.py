"""What the public pages of the CSR map say, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.portfolio.csr.gap_texts import GAP
from feedback_app.portfolio.csr.texts import FIELDS
from feedback_app.portfolio.texts import SHARED

TEXTS = TextTable(
    {
        **SHARED,
        **FIELDS,
        **GAP,
        "title": ("Carte RSE : qui fait quoi, où", "CSR map: who does what, where"),
        "intro": (
            "Ce que des entreprises et d’autres organisations font et promettent pour les localités, avec la source. "
            "Annoncé et versé sont comptés à part.",
            "What companies and other organisations do and promise for localities, with the source. Announced and paid "
            "are counted apart.",
        ),
        "filter": ("Choisir", "Choose"),
        "filter.sector": ("Secteur", "Sector"),
        "filter.subject": ("Question ISO 26000", "ISO 26000 subject"),
        "filter.goal": ("Objectif de développement durable", "Sustainable Development Goal"),
        "filter.year": ("Année", "Year"),
        "filter.place": ("Lieu", "Place"),
        "filter.clear": ("Tout montrer", "Show all"),
        "count.one": ("1 action", "1 initiative"),
        "count.many": ("{n} actions", "{n} initiatives"),
        "sum.committed": ("{amount} FCFA annoncés", "{amount} FCFA announced"),
        "sum.paid": ("{amount} FCFA versés, dit la source", "{amount} FCFA paid, the source says"),
        "sum.unknown.one": ("1 action sans montant connu", "1 initiative without a known amount"),
        "sum.unknown.many": ("{n} actions sans montant connu", "{n} initiatives without a known amount"),
        "map": ("Où", "Where"),
        "map.caption": (
            "Plus la couleur est forte, plus le montant annoncé connu est grand. Un lieu mène à ses actions.",
            "The stronger the colour, the larger the known announced amount. A place leads to its initiatives.",
        ),
        "map.legend": ("Montant annoncé (FCFA)", "Amount announced (FCFA)"),
        "map.unknown": ("montant inconnu", "amount unknown"),
        "map.from": ("à partir de {amount}", "from {amount}"),
        "map.none": ("Aucun contour ni point connu pour la carte.", "No outline or point is known for the map."),
        "col.place": ("Lieu", "Place"),
        "col.count": ("Actions", "Initiatives"),
        "col.committed": ("Annoncé", "Announced"),
        "col.paid": ("Versé", "Paid"),
        "col.unknown": ("Sans montant", "No amount"),
        "shared.one": (
            "dont 1 dans plusieurs lieux, montant non réparti",
            "1 of them in several places, amount not divided",
        ),
        "shared.many": (
            "dont {n} dans plusieurs lieux, montant non réparti",
            "{n} of them in several places, amount not divided",
        ),
        "unplaced.one": ("1 action n’est dans aucun de ces lieux.", "1 initiative is in none of these places."),
        "unplaced.many": (
            "{n} actions ne sont dans aucun de ces lieux.",
            "{n} initiatives are in none of these places.",
        ),
        "initiatives": ("Actions", "Initiatives"),
        "organisations": ("Organisations", "Organisations"),
        "commitments": ("Ce qu’elle a promis", "What it promised"),
        "commitments.none": ("Aucune promesse connue.", "No known commitment."),
        "commitments.how": (
            "Une promesse n’est pas encore une action : ce qui en est fait est dans « Ce qu’elle paie ».",
            "A commitment is not an initiative yet: what is done of it is in “What it pays for”.",
        ),
        "when": ("Quand", "When"),
        "does": ("Ce qu’elle paie", "What it pays for"),
        "does.none": ("Aucune action connue.", "No known initiative."),
        "share": ("part : {share} %", "share: {share}%"),
        "sums.shared": (
            "Ces montants sont ceux des actions entières, pas seulement la part de l’organisation.",
            "These amounts are of the whole initiatives, not of the organisation’s share alone.",
        ),
        "unknown": ("inconnu", "unknown"),
        "announced": ("{amount} FCFA annoncés", "{amount} FCFA announced"),
        "paid": ("{amount} FCFA versés", "{amount} FCFA paid"),
        "source": ("Source", "Source"),
        "source.none": ("Source non indiquée", "No source given"),
        "years": ("{first} à {last}", "{first} to {last}"),
        "back": ("Carte RSE", "CSR map"),
        "framework": ("Le cadre : lois, avantages, normes", "The framework: laws, incentives, norms"),
        "framework.intro": (
            "Ce que disent les textes, et ce que cela veut dire pour une entreprise. Ce n’est pas un conseil "
            "juridique : lisez la source.",
            "What the texts say, and what that means for a company. This is no legal advice: read the source.",
        ),
        "framework.link": ("Le cadre légal et les avantages", "The legal framework and incentives"),
        "framework.none": ("Aucun texte n’est encore publié.", "No text is published yet."),
        "other": ("Autres", "Others"),
        "nothing": ("Aucune action n’est encore publiée.", "No initiative is published yet."),
        "nothing.more": (
            "Chaque fiche paraît quand une deuxième personne l’a relue.",
            "Each sheet appears once a second person has read it.",
        ),
        "nothing.here": ("Aucune action ne répond à ce choix.", "No initiative fits this choice."),
        "how": ("Comment lire ces chiffres", "How to read these figures"),
        "how.unknown": (
            "Un montant inconnu reste inconnu, jamais compté comme zéro ; le nombre d’actions sans montant est dit.",
            "An unknown amount stays unknown: it is not counted as zero, and how many have none is said.",
        ),
        "how.source": (
            "Les montants viennent des sources citées. « Annoncé » ne veut pas dire « versé ».",
            "Amounts come from the sources that are named. “Announced” does not mean “paid”.",
        ),
        "how.shared": (
            "Une action dans plusieurs lieux est comptée dans chacun, mais son montant dans aucun : la répartition "
            "n’est pas connue.",
            "An initiative in several places is counted in each, but its amount in none: how it is divided is unknown.",
        ),
        "data": ("Télécharger", "Download"),
        "data.initiatives": ("les actions", "the initiatives"),
        "data.commitments": ("les promesses", "the commitments"),
        "data.organisations": ("les organisations", "the organisations"),
        "foot": (
            "Chaque fiche montrée ici a été relue par une deuxième personne.",
            "A second person has read each sheet that is shown here.",
        ),
        "made_up": ("Exemple inventé", "Made-up example"),
    }
)
