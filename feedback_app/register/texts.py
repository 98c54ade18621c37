"""What the pages and the command line of places, projects and programmes say."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.register.import_texts import IMPORT_FAULTS, IMPORT_PAGE

TEXTS = TextTable(
    {
        "trusted": ("Personnes de confiance", "Trusted people"),
        "trusted.why": (
            "Quand quelqu’un dit qu’une personne est en danger, le téléphone ne demande plus rien : il montre la"
            " personne de confiance la plus proche, et son numéro à appeler, même sans réseau de données.",
            "When somebody says that a person is in danger, the phone asks nothing more: it shows the nearest trusted"
            " person and a number to call, without a data network too.",
        ),
        "trusted.none": (
            "Aucune personne de confiance n’est nommée : qui est en danger ne trouve personne à appeler"
            " dans ce programme.",
            "No trusted person is named: whoever is in danger finds nobody of this programme to call.",
        ),
        "trusted.name_one": ("Nommer une personne de confiance", "Name a trusted person"),
        "trusted.add": ("Nommer une personne", "Name a person"),
        "trusted.careful": (
            "Appelez vous-même ce numéro avant de le donner. Les voix enregistrées disent le numéro : s’il change,"
            " elles sont à refaire.",
            "Call this number yourself before you give it out. Recorded voices say the number: when it changes, record"
            " them again.",
        ),
        "trusted.phone": ("Numéro à appeler", "Number to call"),
        "trusted.role": ("Qui elle est, en quelques mots", "Who they are, in a few words"),
        "trusted.hours": ("Quand on peut appeler", "When one can call"),
        "trusted.languages": ("Langues parlées", "Languages spoken"),
        "trusted.whole": ("vide : tout le programme", "empty: all of the programme"),
        "trusted.example": ("Exemple, à remplacer", "Example, to be replaced"),
        "trusted.remove": ("Retirer", "Remove"),
        "trusted.remove_what": ("Retirer {name}", "Remove {name}"),
        "trusted.wrong": (
            "Rien n’a été enregistré. Corrigez ce qui est marqué.",
            "Nothing was saved. Correct what is marked.",
        ),
        "trusted.wrong.name": ("Écrivez un nom, 80 signes au plus.", "Write a name, at most 80 characters."),
        "trusted.wrong.phone": (
            "Écrivez un numéro de 3 à 15 chiffres, avec ou sans +.",
            "Write a number of 3 to 15 digits, with or without +.",
        ),
        "trusted.wrong.place": ("Ce lieu n’est pas dans le programme.", "This place is not in the programme."),
        "trusted.wrong.languages": (
            "Écrivez des codes de langue : fr dyu bci.",
            "Write language codes: fr dyu bci.",
        ),
        "trusted.loaded": ("{count} personnes de confiance.", "{count} trusted people."),
        "programme_new": ("Programme créé.", "Programme made."),
        "programme_changed": ("Changé : {changed}.", "Changed: {changed}."),
        "key_renewed": (
            "{programme} : clé n° {number}. Faites une sauvegarde maintenant. Les téléphones prennent la nouvelle clé "
            "à leur prochain envoi ; les anciennes ouvrent ce qui arrive encore.",
            "{programme}: key no. {number}. Make a backup now. Phones take the new key at their next exchange; the "
            "earlier ones open what still comes.",
        ),
        "keys_deleted": (
            "{programme} : anciennes clés effacées : {count}. Les sauvegardes d’avant les contiennent encore.",
            "{programme}: earlier keys deleted: {count}. Backups of before still contain them.",
        ),
        "programme_same": ("Rien n’a changé.", "Nothing has changed."),
        "place_stays": (
            "Le lieu reste {place}, et non {asked} : des téléphones et des fiches en dépendent. "
            "Pour un autre lieu, créez un autre programme.",
            "The place stays {place}, not {asked}: phones and records are bound to it. "
            "For another place make another programme.",
        ),
        **IMPORT_PAGE,
        **IMPORT_FAULTS,
    }
)
