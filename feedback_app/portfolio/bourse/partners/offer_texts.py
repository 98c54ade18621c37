"""Words of offers and their matches, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.portfolio.bourse.partners.texts import TEXTS as PARTNER_TEXTS

TEXTS = TextTable(
    {
        **PARTNER_TEXTS.rows,
        "offers": ("Vos offres", "Your offers"),
        "offers.intro": (
            "Dites ce que votre organisation peut apporter. Le Lab et vous voyez les projets et les besoins qui y "
            "correspondent, et pourquoi. Une offre n’est pas une promesse, et n’est pas publique.",
            "Say what your organisation can bring. The Lab and you see the projects and needs that match, and why. "
            "An offer is no promise, and it is not public.",
        ),
        "offers.none": ("Pas encore d’offre.", "No offer yet."),
        "offers.none.more": (
            "Écrivez-en une : secteurs, lieux, montant. Les projets qui correspondent apparaissent aussitôt.",
            "Write one: sectors, places, amount. Projects that match appear at once.",
        ),
        "offer.new": ("Écrire une offre", "Write an offer"),
        "offer.edit": ("Modifier l’offre", "Change the offer"),
        "offer.close": ("Fermer cette offre", "Close this offer"),
        "offer.open": ("Rouvrir cette offre", "Open this offer again"),
        "offer.history": ("Qui a changé quoi", "Who changed what"),
        "offer.written": ("a écrit l’offre", "wrote the offer"),
        "offer.changed": ("a changé", "changed"),
        "offer.state": ("État", "State"),
        "offer.state.open": ("ouverte", "open"),
        "offer.state.closed": ("fermée", "closed"),
        "offer.closed": ("fermée le {day}", "closed on {day}"),
        "offer.title": ("Votre offre en quelques mots", "Your offer in a few words"),
        "offer.title.hint": ("Par exemple : de l’eau pour trois villages.", "For instance: water for three villages."),
        "offer.kind": ("Ce que vous offrez", "What you offer"),
        "offer.sector": ("Pour quels secteurs", "For which sectors"),
        "offer.places": ("Où (un lieu par ligne)", "Where (one place on each line)"),
        "offer.places.hint": (
            "Région, département ou village. Vide : partout dans le programme.",
            "Region, department or village. Empty: anywhere in the programme.",
        ),
        "offer.least": ("Au moins, en FCFA (facultatif)", "At least, in FCFA (optional)"),
        "offer.most": ("Au plus, en FCFA", "At most, in FCFA"),
        "offer.goal": ("Objectifs de l’ONU (facultatif)", "Goals of the UN (optional)"),
        "offer.subject": ("Questions ISO 26000 (facultatif)", "ISO 26000 subjects (optional)"),
        "offer.note": ("Un mot pour le Lab (facultatif)", "A word to the Lab (optional)"),
        "offer.save": ("Enregistrer l’offre", "Save the offer"),
        "offer.anywhere": ("partout", "anywhere"),
        "offer.between": ("de {least} à {most}", "from {least} to {most}"),
        "offer.up_to": ("jusqu’à {most}", "up to {most}"),
        "offer.matches": (
            "Projets qui correspondent : {projects}. Besoins : {needs}.",
            "Projects that match: {projects}. Needs: {needs}.",
        ),
        "fault.some": (
            "Rien n’est enregistré encore : voyez ce qui est marqué.",
            "Nothing is saved yet.",
        ),
        "fault.title": ("Dites l’offre en quelques mots.", "Say the offer in a few words."),
        "fault.kind": ("Choisissez ce que vous offrez.", "Choose what you offer."),
        "fault.sector": ("Choisissez au moins un secteur.", "Choose at least one sector."),
        "fault.most": ("Écrivez le montant le plus élevé.", "Write the largest amount."),
        "fault.least": ("Le minimum dépasse le maximum.", "The minimum is above the maximum."),
        "fault.amount": ("Écrivez un montant en FCFA.", "Write an amount in FCFA."),
        "fault.note": ("C’est trop long : mille signes au plus.", "Too long: a thousand signs at most."),
        "fault.place-none": (
            "Ligne {row} : aucun lieu du programme ne s’appelle ainsi.",
            "Row {row}: no place of the programme has this name.",
        ),
        "fault.place-many": (
            "Ligne {row} : plusieurs lieux s’appellent ainsi ; ajoutez la sous-préfecture.",
            "Row {row}: several places have this name; add the sub-prefecture.",
        ),
        "did.offer": ("Offre enregistrée : voici ce qui y correspond.", "Offer saved: here is what matches it."),
        "match.projects": ("Projets qui correspondent", "Projects that match"),
        "match.projects.none": (
            "Aucun projet ne correspond pour l’instant. Élargissez les secteurs ou les lieux.",
            "No project matches for now. Widen the sectors or places.",
        ),
        "match.needs": ("Besoins entendus qui correspondent", "Needs heard that match"),
        "match.needs.hint": (
            "Des besoins que des gens ont dits. Écrivez au Lab si vous voulez qu’un projet y réponde.",
            "Needs that people spoke of. Write to the Lab if you want a project to answer one.",
        ),
        "match.needs.none": ("Aucun besoin publié ne correspond.", "No published need matches."),
        "match.points": ("{points} sur 100", "{points} of 100"),
        "match.why": ("Comment ces points sont calculés", "How these points are worked out"),
        "match.criterion": ("Critère", "Criterion"),
        "match.weight": ("Poids", "Weight"),
        "match.share": ("Rempli", "Met"),
        "match.adds": ("Points", "Points"),
        "match.not_counted": ("ne compte pas", "does not count"),
        "match.formula": (
            "Somme des points, divisée par les poids qui comptent, ramenée à 100. Sans secteur ou sans lieu commun, "
            "rien n’est proposé ; sous {least} non plus. Un projet de plus ou de moins n’y change rien.",
            "Sum of points, divided by the weights that count, brought to 100. Without a common sector or place "
            "nothing is proposed; below {least} neither. One project more or less changes nothing.",
        ),
        "match.interest": ("Ce projet nous intéresse", "We are interested in this project"),
        "match.noted": ("Votre intérêt est noté.", "Your interest is noted."),
        "match.noted.lab": ("L’organisation s’est déjà manifestée.", "The organisation has spoken up already."),
        "reason.sector.same": ("Même secteur : {what}.", "Same sector: {what}."),
        "reason.sector.near": ("Secteur voisin : {what}.", "Neighbouring sector: {what}."),
        "reason.sector.other": ("Autre secteur : {what}.", "Another sector: {what}."),
        "reason.place.any": ("Vous offrez partout.", "You offer anywhere."),
        "reason.place.shared": ("Dans vos lieux : {what}.", "In your places: {what}."),
        "reason.place.near": ("Dans la même région : {what}.", "In the same region: {what}."),
        "reason.place.other": ("Ailleurs : {what}.", "Elsewhere: {what}."),
        "reason.budget.none": ("Sans montant à comparer.", "No amount to compare."),
        "reason.budget.fits": (
            "Vous pouvez payer tout ce qui manque : {money}.",
            "You can pay all that is missing: {money}.",
        ),
        "reason.budget.part": (
            "Votre maximum couvre {percent} de ce qui manque ({money}).",
            "Your maximum covers {percent} of what is missing ({money}).",
        ),
        "reason.budget.small": (
            "Il manque moins que votre minimum : {money}.",
            "Less is missing than your minimum: {money}.",
        ),
        "reason.kind.none": ("Rien n’est dit de ce qui est cherché.", "Nothing says what is sought."),
        "reason.kind.shared": ("Il cherche ce que vous offrez : {what}.", "It seeks what you offer: {what}."),
        "reason.kind.other": ("Il cherche autre chose : {what}.", "It seeks something else: {what}."),
        "reason.goal.none": ("Vous n’en demandez pas.", "You ask for none."),
        "reason.goal.shared": ("Vise vos objectifs : {what}.", "Aims at your goals: {what}."),
        "reason.goal.other": ("Ne vise aucun de vos objectifs.", "Aims at none of your goals."),
        "reason.subject.none": ("Vous n’en demandez pas.", "You ask for none."),
        "reason.subject.shared": ("Traite vos questions : {what}.", "Deals with your subjects: {what}."),
        "reason.subject.other": ("Ne traite aucune de vos questions.", "Deals with none of your subjects."),
        "desk.offers": ("Offres des entreprises", "Companies’ offers"),
        "desk.offers.intro": (
            "Ce que des organisations peuvent apporter, et ce qui y correspond. Le Lab voit tout ; chaque "
            "organisation voit les siennes.",
            "What organisations can bring, and what matches. The Lab sees all; each organisation sees its own.",
        ),
    }
)
