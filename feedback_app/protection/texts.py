"""What the desk says of protection reports, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Signalements protégés", "Protection reports"),
        "why": (
            "Ce que des personnes ont confié derrière la porte « danger », scellé sur le téléphone. Seuls les "
            "référents protection le voient ; le serveur ne peut pas le lire, et rien n’en paraît ailleurs.",
            "What people confided behind the danger door, sealed on the phone. Only protection officers see it; the "
            "server cannot read it, and nothing of it appears anywhere else.",
        ),
        "script": (
            "Lire demande JavaScript : les signalements s’ouvrent dans ce navigateur, pas sur le serveur.",
            "Reading needs JavaScript: reports are opened in this browser, not on the server.",
        ),
        "none": ("Rien n’attend.", "Nothing waits."),
        "none.more": (
            "Ce qui arrive paraît ici, le plus ancien d’abord.",
            "What arrives appears here, the oldest first.",
        ),
        "none.closed": ("Rien n’est clos.", "Nothing is closed."),
        "tab.open": ("En attente", "Waiting"),
        "tab.closed": ("Clos", "Closed"),
        "more": ("Suivants", "More"),
        "report": ("Signalement du {day}", "Report of {day}"),
        "locked": ("Scellé. Ouvrez avec la phrase de passe.", "Sealed. Open it with the passphrase."),
        "damaged": (
            "Ce signalement ne s’ouvre avec aucune clé d’ici.",
            "This report opens with no key that is here.",
        ),
        "other_key": (
            "Scellé à une clé plus ancienne : ouvrez avec sa phrase de passe.",
            "Sealed to an earlier key: open it with its passphrase.",
        ),
        "step.unread": ("À lire", "To read"),
        "step.urgent": ("Urgent", "Urgent"),
        "step.not_urgent": ("Pas urgent", "Not urgent"),
        "step.asked": ("Quelqu’un est saisi", "Somebody was asked"),
        "step.closed": ("Clos", "Closed"),
        "due": ("avant le {at}", "by {at}"),
        "late": ("aurait dû l’être le {at}", "was due on {at}"),
        "triage": ("Est-ce urgent ?", "Is it urgent?"),
        "triage.urgent": ("Urgent : 24 heures", "Urgent: 24 hours"),
        "triage.not_urgent": ("Pas urgent : 72 heures", "Not urgent: 72 hours"),
        "noted": ("Ce qui a été fait", "What was done"),
        "noted.none": ("Rien n’est noté.", "Nothing is noted."),
        "noted.by": ("{name}, le {at}", "{name}, on {at}"),
        "refer.whom": ("À qui", "To whom"),
        "refer.what": ("Ce qui a été dit et fait", "What was said and done"),
        "refer.send": ("Sceller et ajouter", "Seal and add"),
        "refer.hint": (
            "Scellé dans ce navigateur. Ce qui est ajouté ne se change plus.",
            "Sealed in this browser. What is added cannot be changed.",
        ),
        "refer.long": ("C’est trop long : raccourcissez.", "This is too long: make it shorter."),
        "close": ("Clore", "Close"),
        "close.why": ("Pourquoi", "Why"),
        "close.choose": ("Choisissez", "Choose"),
        "ending.helped": ("La personne est aidée", "The person is helped"),
        "ending.handed_on": ("Confié à un autre service", "Handed on to another service"),
        "ending.too_little": ("Trop peu pour agir", "Too little to act on"),
        "ending.not_protection": ("Ne relève pas de la protection", "Not a matter of protection"),
        "done.triage": ("C’est noté.", "Noted."),
        "done.sealed": ("Scellé et ajouté.", "Sealed and added."),
        "done.close": ("Clos.", "Closed."),
        "done.key": (
            "La clé est faite. Les téléphones la reçoivent à leur prochain envoi. Gardez le fichier et la phrase de "
            "passe.",
            "The key is made. Phones get it with their next exchange. Save the file and the passphrase.",
        ),
        "key": ("La clé", "The key"),
        "key.none": (
            "Il n’y a pas encore de clé : les téléphones montrent seulement qui appeler. Faites-en une pour que l’on "
            "puisse vous écrire en secret.",
            "There is no key yet: phones only show whom to call. Make one so that people can write to you in secret.",
        ),
        "key.of": ("Clé {name}, faite le {at}", "Key {name}, made on {at}"),
        "key.file": ("Le fichier de la clé", "The key's file"),
        "key.file.hint": (
            "La clé, fermée par la phrase de passe. Gardez-en une copie hors d’ici.",
            "The key, closed by the passphrase. Save a copy of it elsewhere.",
        ),
        "key.lost": (
            "La phrase de passe n’est nulle part ailleurs. Si elle est perdue, les signalements sont perdus : personne "
            "ne peut les ouvrir, ni le Lab ni le serveur. Partagez-la entre référents, de vive voix.",
            "The passphrase is nowhere else. If it is lost the reports are lost: nobody can open them, neither the Lab "
            "nor the server. Share it among officers, by word of mouth.",
        ),
        "key.new": ("Faire une clé", "Make a key"),
        "key.renew": ("Faire une nouvelle clé", "Make a new key"),
        "key.renew.hint": (
            "Ce qui vient est alors scellé à la nouvelle ; ce qui est là s’ouvre encore avec l’ancienne.",
            "What comes is then sealed to the new one; what is here still opens with the earlier one.",
        ),
        "passphrase": ("Phrase de passe", "Passphrase"),
        "passphrase.again": ("La même, encore une fois", "The same again"),
        "passphrase.hint": ("Au moins cinq mots, ou vingt signes.", "At least five words, or twenty signs."),
        "passphrase.short": ("Trop courte : cinq mots, ou vingt signes.", "Too short: five words, or twenty signs."),
        "passphrase.differs": ("Les deux ne sont pas les mêmes.", "The two are not the same."),
        "passphrase.wrong": ("Elle n’ouvre aucune clé d’ici.", "It opens no key that is here."),
        "unlock": ("Ouvrir dans ce navigateur", "Open in this browser"),
        "unlock.hint": (
            "La phrase reste dans cette page. Elle n’est jamais envoyée.",
            "The passphrase stays in this page. It is never sent.",
        ),
        "lock": ("Refermer", "Close again"),
        "working": ("Un instant…", "One moment…"),
        "kind.abuse": ("Violence ou abus", "Violence or abuse"),
        "kind.exploitation": ("Exploitation sexuelle ou par le travail", "Sexual or labour exploitation"),
        "kind.corruption": ("Corruption", "Corruption"),
        "kind.danger": ("Une personne est en danger", "Somebody is in danger"),
        "now.yes": ("En danger maintenant", "In danger now"),
        "now.no": ("Pas en danger maintenant", "Not in danger now"),
        "now.unknown": ("Ne sait pas si quelqu’un est en danger maintenant", "Not known whether somebody is in danger"),
        "field.what": ("Ce qui s’est passé", "What happened"),
        "field.reach": ("Comment joindre la personne", "How to reach the person"),
        "field.none": ("Rien n’est écrit.", "Nothing is written."),
        "field.example": ("Exemple inventé", "Made-up example"),
    }
)
SCRIPT_KEYS = tuple(
    key
    for key in TEXTS.rows
    if key.startswith(("kind.", "now.", "field.", "passphrase."))
    or key in {"damaged", "other_key", "working", "refer.long", "refer.whom"}
)
"""What the page hands to the script that opens reports."""
