"""The sentences of the desk's page of records that people take back."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Paroles reprises", "Words taken back"),
        "why": (
            "Ces personnes veulent reprendre leur parole. Plus personne ne la voit en public. Assurez-vous que la "
            "demande vient bien d’elles, puis effacez, ou répondez non.",
            "These people want their words back. Nobody sees them in public any more. Make sure that they ask "
            "themselves, then erase, or answer no.",
        ),
        "none": ("Personne ne l’a demandé.", "Nobody has asked for it."),
        "waiting": (
            "{count} à décider, dont une depuis {days} jours.",
            "{count} to decide, one of them for {days} days.",
        ),
        "asked": ("Demandé le {day}, {how}", "Asked on {day}, {how}"),
        "by.code": ("avec le code, sur la page publique", "with the code, on the public page"),
        "by.desk": ("noté au Lab : {who}", "noted at the Lab: {who}"),
        "open": ("Ouvrir la fiche", "Open the record"),
        "confirm": ("Effacer pour toujours", "Erase for good"),
        "sure": ("Oui, la personne l’a demandé elle-même.", "Yes, the person asked for it themselves."),
        "decline": ("Répondre non", "Answer no"),
        "decline.hint": (
            "La parole est de nouveau visible ; le code seul ne la cache plus.",
            "The words are visible again; the code alone does not hide them any more.",
        ),
        "by_code": ("Une personne vient avec son code", "A person comes with their code"),
        "code": ("Le code", "The code"),
        "code.hint": ("Cinq nombres de deux chiffres.", "Five numbers of two digits."),
        "who": ("Qui le demande", "Who asks for it"),
        "note": ("Noter la demande", "Note that they ask"),
        "lack": (
            "Il manque le code, ou qui le demande ; ou ce code n’est à aucune fiche d’ici.",
            "The code is missing, or who asks; or no record here has this code.",
        ),
        "lack.sure": ("Cochez d’abord que la personne l’a demandé.", "First tick that the person asked for it."),
        "done.deleted": ("Effacé. Il n’en reste rien.", "Erased. Nothing of it is left."),
        "done.declined": ("C’est noté : la parole est de nouveau visible.", "Noted: the words are visible again."),
        "done.noted": ("C’est noté : plus personne ne la voit en public.", "Noted: nobody sees them in public now."),
    }
)
