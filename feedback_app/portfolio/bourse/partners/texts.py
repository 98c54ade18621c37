"""Words of the partners' pages, and of the desk's page of partners, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.portfolio.bourse.texts import STATES

TEXTS = TextTable(
    {
        **STATES,
        "title": ("Projets à financer", "Projects to fund"),
        "intro": (
            "Ce qui est à votre organisation, et les projets qui cherchent un financement.",
            "What is your organisation’s, and the projects that seek funding.",
        ),
        "speaks_for": ("Vous parlez pour {organisation}.", "You speak for {organisation}."),
        "no_organisation": (
            "Le Lab n’a pas encore noté pour quelle organisation vous parlez.",
            "The Lab has not noted yet for which organisation you speak.",
        ),
        "no_organisation.more": (
            "Demandez-le-lui ; en attendant, vous lisez la Bourse comme tout le monde.",
            "Ask for it; until then you read the exchange as anyone does.",
        ),
        "contested.why": (
            "Le lieu dit qu’une étape n’est pas finie. Elle compte comme ouverte jusqu’à ce qu’il confirme : "
            "écrivez au Lab pour savoir ce qui reste à faire.",
            "The place says that a milestone is not done. It counts as open until the place confirms it: "
            "write to the Lab to learn what is left to do.",
        ),
        "offers.link": ("Vos offres, et ce qui y correspond", "Your offers, and what matches them"),
        "mine": ("À votre organisation", "Your organisation’s"),
        "mine.none": (
            "Rien encore. Ouvrez un projet pour dire qu’il vous intéresse.",
            "Nothing yet. Open a project to say that you are interested.",
        ),
        "others": ("Cherchent un financement", "Seeking funding"),
        "others.none": ("Aucun autre projet pour l’instant.", "No other project for now."),
        "project": ("Projet", "Project"),
        "sought": ("Reste à trouver", "Still sought"),
        "state": ("Où il en est", "How far it is"),
        "yours": ("Votre part", "Your part"),
        "back": ("Projets à financer", "Projects to fund"),
        "public": ("Voir la page publique", "See the public page"),
        "kind.interest": ("Intérêt", "Interest"),
        "kind.promise": ("Promis", "Promised"),
        "kind.payment": ("Versé", "Paid"),
        "pledges": ("Ce que votre organisation a dit", "What your organisation has said"),
        "pledges.none": ("Rien encore.", "Nothing yet."),
        "waits": ("à confirmer par le Lab", "to be confirmed by the Lab"),
        "confirmed": ("confirmé le {day}", "confirmed on {day}"),
        "withdrawn": ("retiré le {day}", "withdrawn on {day}"),
        "withdraw": ("Retirer", "Withdraw"),
        "say.interest": ("Ce projet nous intéresse", "We are interested in this project"),
        "say.promise": ("Promettre un montant", "Promise an amount"),
        "say.payment": ("Noter un versement", "Note a payment"),
        "amount": ("Montant en FCFA", "Amount in FCFA"),
        "day.promise": ("Pour quand", "By when"),
        "day.payment": ("Versé le", "Paid on"),
        "words.interest": ("Un mot pour le Lab (facultatif)", "A word to the Lab (optional)"),
        "words.promise": ("À quelles conditions (facultatif)", "On which conditions (optional)"),
        "words.payment": ("Ce qui le montre : numéro de virement, reçu…", "What shows it: transfer number, receipt …"),
        "hint": (
            "Un montant paraît en public, au nom de votre organisation, quand le Lab l’a confirmé. "
            "Vos mots restent entre vous et le Lab.",
            "An amount is public, in your organisation’s name, once the Lab has confirmed it. "
            "Your words stay between you and the Lab.",
        ),
        "messages": ("Questions et réponses", "Questions and answers"),
        "messages.none": ("Rien n’est écrit encore.", "Nothing is written yet."),
        "from.lab": ("Le Lab", "The Lab"),
        "from.you": ("Vous", "You"),
        "write": ("Écrire au Lab", "Write to the Lab"),
        "send": ("Envoyer", "Send"),
        "did.noted": ("C’est noté.", "Noted."),
        "did.withdrawn": ("C’est retiré.", "Withdrawn."),
        "did.written": ("Envoyé.", "Sent."),
        "did.confirmed": ("Confirmé : le montant compte en public.", "Confirmed: the amount counts in public."),
        "refusal.amount": (
            "Écrivez un montant en FCFA, par exemple 2 500 000.",
            "Write an amount in FCFA, for instance 2 500 000.",
        ),
        "refusal.day": (
            "Choisissez un jour ; un versement est d’un jour passé.",
            "Choose a day; a payment is of a past day.",
        ),
        "refusal.words": (
            "Écrivez quelques mots, mille signes au plus.",
            "Write a few words, a thousand signs at most.",
        ),
        "refusal.stale": (
            "C’est déjà réglé : voyez ce qui est là maintenant.",
            "This is settled already: see what is here now.",
        ),
        "refusal.own": (
            "Vous l’avez noté : une autre personne doit le confirmer.",
            "You noted it: somebody else must confirm it.",
        ),
        "desk.title": ("Entreprises de la Bourse", "Companies of the exchange"),
        "desk.back": ("Bourse", "Exchange"),
        "desk.people": ("Qui parle pour qui", "Who speaks for whom"),
        "desk.people.hint": (
            "Les personnes qui ont le rôle « partenaire » (menu Personnes). Sans organisation, elles lisent seulement.",
            "People with the role “partner” (menu People). Without an organisation they only read.",
        ),
        "desk.people.none": ("Personne n’a le rôle « partenaire » ici.", "Nobody has the role “partner” here."),
        "desk.none": ("Aucune", "None"),
        "desk.save": ("Noter", "Note"),
        "desk.pledges": ("Intérêts, promesses, versements", "Interest, promises, payments"),
        "desk.pledges.none": ("Rien encore.", "Nothing yet."),
        "desk.confirm": ("Confirmer", "Confirm"),
        "desk.threads": ("Échanges", "Messages"),
        "desk.reply": ("Répondre", "Reply"),
    }
)
