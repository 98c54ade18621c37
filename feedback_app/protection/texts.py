"""What the desk says of protection reports, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Signalements protégés", "Protection reports"),
        "why": (
            "Ce que des personnes ont confié derrière la porte « danger », scellé sur le téléphone. Seuls les "
            "référents protection le voient ; le serveur ne peut pas le lire, et rien n’apparaît ailleurs.",
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
            "Votre phrase de passe n’ouvre pas celui-ci. Un autre référent peut vous en donner la clé.",
            "Your passphrase does not open this one. Another officer can give you its key.",
        ),
        "step.unread": ("À lire", "To read"),
        "step.urgent": ("Urgent", "Urgent"),
        "step.not_urgent": ("Pas urgent", "Not urgent"),
        "step.asked": ("Quelqu’un est saisi", "Somebody was asked"),
        "step.closed": ("Clos", "Closed"),
        "due": ("avant le {at}", "by {at}"),
        "late": ("en retard depuis le {at}", "late since {at}"),
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
        "close.why": ("Pourquoi clore", "Why close it"),
        "close.choose": ("Choisissez", "Choose"),
        "ending.helped": ("La personne est aidée", "The person is helped"),
        "ending.handed_on": ("Confié à un autre service", "Handed on to another service"),
        "ending.too_little": ("Trop peu pour agir", "Too little to act on"),
        "ending.not_protection": ("Ne relève pas de la protection", "Not a matter of protection"),
        "done.triage": ("C’est noté.", "Noted."),
        "done.sealed": ("Scellé et ajouté.", "Sealed and added."),
        "done.close": ("Clos.", "Closed."),
        "done.key": (
            "La clé est faite. Les téléphones la reçoivent à leur prochain envoi. Donnez-la aussi à un autre référent.",
            "The key is made. Phones get it with their next exchange. Give it to another officer too.",
        ),
        "done.given": (
            "La clé est donnée. Dites maintenant la phrase de passe, de vive voix.",
            "The key is given. Now say the passphrase, by word of mouth.",
        ),
        "done.own": ("C’est votre phrase de passe. Ouvrez avec elle.", "This is your passphrase now. Open with it."),
        "done.removed": (
            "La clé est retirée. Faites une nouvelle clé si cette personne a pu en garder une copie.",
            "The key is taken away. Make a new key if this person may have saved a copy.",
        ),
        "key": ("La clé", "The key"),
        "key.none": (
            "Il n’y a pas encore de clé : les téléphones montrent seulement qui appeler. Faites-en une pour que l’on "
            "puisse vous écrire en secret.",
            "There is no key yet: phones only show whom to call. Make one so that people can write to you in secret.",
        ),
        "key.of": ("Clé {name}, faite le {at}", "Key {name}, made on {at}"),
        "key.files": ("Garder une copie", "Save a copy"),
        "key.file": ("Le fichier de la clé", "The key’s file"),
        "key.file.hint": (
            "La clé, fermée par votre phrase de passe. Gardez-en une copie hors d’ici.",
            "The key, closed by your passphrase. Save a copy of it elsewhere.",
        ),
        "key.lost": (
            "Votre phrase de passe n’est écrite nulle part. Si plus aucun référent ne sait la sienne, les signalements "
            "sont perdus : ni le Lab ni le serveur ne peuvent les ouvrir. Donnez donc la clé à un deuxième référent.",
            "Your passphrase is written nowhere. Once no officer knows theirs the reports are lost: neither the Lab "
            "nor the server can open them. So give the key to a second officer.",
        ),
        "key.not_mine": (
            "Vous n’avez pas encore la clé. Demandez-la à qui peut ouvrir : {names}.",
            "You do not have the key yet. Ask who can open for it: {names}.",
        ),
        "key.nobody": (
            "Aucun référent d’ici ne peut ouvrir. Si personne ne retrouve sa phrase de passe, faites une nouvelle clé "
            "pour ce qui vient.",
            "No officer here can open. If nobody finds their passphrase again, make a new key for what comes.",
        ),
        "handed": (
            "On vous a donné la clé, avec une phrase de passe que quelqu’un d’autre connaît. Tapez-la une fois, et "
            "choisissez la vôtre : elle seule ouvrira les signalements.",
            "You were given the key, with a passphrase that somebody else knows. Type it once, and choose your own: it "
            "alone will open the reports.",
        ),
        "handed.passphrase": ("Phrase de passe reçue", "Passphrase that you were given"),
        "handed.set": ("Choisir la mienne", "Set my own"),
        "holders": ("Qui peut ouvrir", "Who can open"),
        "holders.me": ("vous", "you"),
        "holders.former": ("n’est plus référent", "no longer an officer"),
        "holders.alone": (
            "Vous êtes la seule personne à pouvoir ouvrir. Donnez la clé à un autre référent, pour que rien ne soit "
            "perdu si vous oubliez votre phrase.",
            "Only you can open. Give the key to another officer, so that nothing is lost if you forget your "
            "passphrase.",
        ),
        "holders.alone.invite": (
            "Vous êtes la seule personne à pouvoir ouvrir. Demandez à la coordination un deuxième référent : si vous "
            "oubliez votre phrase, tout est perdu.",
            "Only you can open. Ask the coordinators for a second officer: if you forget your passphrase, all is lost.",
        ),
        "holding.own": ("peut ouvrir", "can open"),
        "holding.once": ("a reçu la clé, doit encore choisir sa phrase", "has the key, must still set a passphrase"),
        "holding.none": ("ne peut pas ouvrir", "cannot open"),
        "give": ("Donner la clé à un référent", "Give the key to an officer"),
        "give.whom": ("À qui", "To whom"),
        "give.hint": (
            "Pour qui a oublié la sienne aussi : la clé lui est donnée de nouveau.",
            "Also for who forgot theirs: they are given the key anew.",
        ),
        "give.prepare": ("Préparer", "Prepare"),
        "give.say": (
            "Notez cette phrase de passe et dites-la de vive voix, à cette personne seule :",
            "Note this passphrase and say it by word of mouth, to this person alone:",
        ),
        "give.once": (
            "Elle sert une fois : la personne choisit ensuite la sienne. Ce serveur ne l’a pas, et cette page ne la "
            "montre plus.",
            "It serves once: the person then chooses their own. This server does not have it, and this page does not "
            "show it again.",
        ),
        "give.now": ("C’est noté : donner la clé", "Noted: give the key"),
        "change": ("Changer ma phrase de passe", "Change my passphrase"),
        "change.current": ("Phrase de passe actuelle", "Current passphrase"),
        "remove": ("Retirer la clé", "Take the key away"),
        "remove.hint": (
            "{name} ne pourra plus ouvrir ici. Vous pourrez lui donner la clé de nouveau.",
            "{name} can then open nothing here. You can give the key again.",
        ),
        "remove.now": ("Retirer la clé à {name}", "Take the key from {name}"),
        "key.new": ("Faire une clé", "Make a key"),
        "key.renew": ("Faire une nouvelle clé", "Make a new key"),
        "key.renew.hint": (
            "Ce qui vient est alors scellé à la nouvelle ; ce qui est là s’ouvre encore avec l’ancienne.",
            "What comes is then sealed to the new one; what is here still opens with the earlier one.",
        ),
        "passphrase": ("Phrase de passe", "Passphrase"),
        "passphrase.mine": ("Votre phrase de passe", "Your passphrase"),
        "passphrase.new": ("Votre nouvelle phrase de passe", "Your new passphrase"),
        "passphrase.same": (
            "C’est la même : choisissez-en une autre.",
            "This is the same one: choose another.",
        ),
        "passphrase.again": ("La même, encore une fois", "The same again"),
        "passphrase.hint": ("Au moins cinq mots, ou vingt signes.", "At least five words, or twenty signs."),
        "passphrase.short": ("Trop courte : cinq mots, ou vingt signes.", "Too short: five words, or twenty signs."),
        "passphrase.differs": ("Les deux ne sont pas les mêmes.", "The two are not the same."),
        "passphrase.wrong": ("Cette phrase n’ouvre aucune clé d’ici.", "This passphrase opens no key that is here."),
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
