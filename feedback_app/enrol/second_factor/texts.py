"""What the pages of the second factor say."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Double vérification", "Second factor"),
        "what": (
            "En plus du mot de passe, montrez que c’est bien vous : avec votre téléphone, votre ordinateur ou une clé. "
            "Un mot de passe volé ne suffit plus.",
            "Beside the password, show that it is really you: with your phone, your computer or a key. A stolen "
            "password is then not enough.",
        ),
        "required": (
            "Votre rôle le demande : gardez-en toujours au moins un.",
            "Your role asks for it: always keep at least one.",
        ),
        "recommended": (
            "Rien n’est encore mis en place. Votre mot de passe est seul à vous protéger.",
            "Nothing is set up yet. Your password alone protects you.",
        ),
        "passkeys": ("Clés d’accès", "Passkeys"),
        "passkeys.what": (
            "Déverrouillez votre appareil comme d’habitude (doigt, visage, code) : il répond à votre place.",
            "Unlock your device as usual (finger, face, code): it answers for you.",
        ),
        "passkeys.none": ("Aucune clé d’accès.", "No passkey."),
        "passkeys.not_here": (
            "À cette adresse, les navigateurs ne font pas de clé d’accès : il faut https et un nom.",
            "At this address browsers make no passkeys: they need https and a name.",
        ),
        "app": ("Application de codes", "Code app"),
        "app.what": (
            "Une application du téléphone affiche un nouveau code toutes les 30 secondes, même sans réseau.",
            "An app on your phone shows another code every 30 seconds, even without a network.",
        ),
        "app.set": ("En place depuis le {day}.", "Set up since {day}."),
        "app.none": ("Aucune application.", "No app."),
        "name": ("Nom", "Name"),
        "last_used": ("Dernière utilisation", "Last use"),
        "added": ("Ajoutée", "Added"),
        "action": ("Action", "Action"),
        "never": ("jamais", "never"),
        "add_passkey": ("Ajouter une clé d’accès", "Add a passkey"),
        "set_up_app": ("Mettre en place une application", "Set up an app"),
        "change_app": ("Changer d’application", "Change the app"),
        "remove": ("Retirer", "Remove"),
        "remove_what": ("Retirer {name}", "Remove {name}"),
        "last_one": ("C’est la seule : ajoutez-en une autre avant.", "It is the only one: add another first."),
        "codes": ("Codes de secours", "Recovery codes"),
        "codes.what": (
            "Si vous perdez votre téléphone, un code de secours vous laisse entrer. Chacun sert une fois.",
            "If you lose your phone, a recovery code lets you in. Each works once.",
        ),
        "codes.left": ("Il vous en reste {n} sur 10.", "You have {n} of 10 left."),
        "codes.renew": ("Faire dix nouveaux codes", "Make ten new codes"),
        "codes.once": (
            "Notez ces dix codes sur papier et gardez-les en lieu sûr. Ils ne seront plus montrés, et les anciens ne "
            "marchent plus.",
            "Write these ten codes on paper and keep them safe. They are not shown again, and earlier ones no longer "
            "work.",
        ),
        "codes.noted": ("Je les ai notés, continuer", "I wrote them down, go on"),
        "prove": ("Montrez que c’est vous", "Show that it is you"),
        "prove.sign_in": ("Encore une étape pour entrer au bureau.", "One more step to enter the desk."),
        "prove.change": (
            "Avant de changer votre protection, montrez-la encore une fois.",
            "Before you change your protection, show it once more.",
        ),
        "prove.password": (
            "Avant de mettre en place une protection, tapez encore une fois votre mot de passe.",
            "Before you set up a protection, type your password once more.",
        ),
        "use_passkey": ("Utiliser ma clé d’accès", "Use my passkey"),
        "passkey_failed": (
            "La clé d’accès n’a pas répondu. Réessayez, ou utilisez un code.",
            "The passkey did not answer. Try again, or use a code.",
        ),
        "passkey_not_made": (
            "La clé d’accès n’a pas été faite. Réessayez, ou prenez une application de codes.",
            "The passkey was not made. Try again, or take a code app.",
        ),
        "otp": ("Code de l’application (6 chiffres)", "Code of the app (6 digits)"),
        "recovery": ("Code de secours", "Recovery code"),
        "recovery.use": ("Utiliser un code de secours", "Use a recovery code"),
        "password": ("Mot de passe", "Password"),
        "check": ("Vérifier", "Check"),
        "wrong": (
            "Cela n’a pas marché. Prenez un code tout neuf, et réessayez.",
            "That did not work. Take a fresh code, and try again.",
        ),
        "wait": (
            "Trop de codes faux. Attendez {n} min, ou utilisez une clé d’accès ou un code de secours.",
            "Too many wrong codes. Wait {n} min, or use a passkey or a recovery code.",
        ),
        "lost": (
            "Tout est perdu ? La personne qui coordonne votre programme peut tout remettre à zéro.",
            "Lost everything? The person who coordinates your programme can reset it.",
        ),
        "choose": ("Protégez votre entrée", "Protect your entry"),
        "choose.why": (
            "Votre rôle ouvre les paroles de beaucoup de gens. Un mot de passe ne suffit pas : mettez en place une "
            "deuxième preuve, une fois pour toutes.",
            "Your role opens the words of many people. A password is not enough: set up a second proof, once and for "
            "all.",
        ),
        "choose.passkey": ("Faire une clé d’accès", "Make a passkey"),
        "choose.app": ("Prendre une application de codes", "Take a code app"),
        "totp": ("Mettre en place l’application", "Set up the app"),
        "totp.scan": (
            "Dans l’application (Aegis, FreeOTP, Google Authenticator…), scannez ce carré :",
            "In the app (Aegis, FreeOTP, Google Authenticator …), scan this square:",
        ),
        "totp.by_hand": ("Ou tapez cette clé :", "Or type this key:"),
        "totp.type": ("Tapez le code qu’elle affiche", "Type the code that it shows"),
        "totp.save": ("Mettre en place", "Set up"),
        "passkey": ("Faire une clé d’accès", "Make a passkey"),
        "passkey.name": ("Donnez-lui un nom", "Give it a name"),
        "passkey.hint": ("Téléphone de Mariam, clé USB…", "Mariam’s phone, USB key …"),
        "passkey.make": ("Continuer sur l’appareil", "Go on with the device"),
        "script": ("Il faut JavaScript pour les clés d’accès.", "Passkeys need JavaScript."),
        "back": ("Revenir", "Back"),
        "people": ("Double vérification des personnes", "Second factors of people"),
        "people.what": (
            "Remettez à zéro la double vérification de qui a perdu son téléphone. Assurez-vous d’abord que c’est bien "
            "cette personne qui vous le demande. Elle est déconnectée partout.",
            "Reset the second factor of somebody who lost their phone. First make sure that it is really they who ask "
            "you. They are signed out everywhere.",
        ),
        "people.has": ("en place", "set up"),
        "people.missing": ("manque", "missing"),
        "people.none": ("pas mise en place", "not set up"),
        "people.state": ("Double vérification", "Second factor"),
        "people.reset": ("Remettre à zéro", "Reset"),
        "people.reset_what": ("Remettre à zéro pour {name}", "Reset for {name}"),
        "person": ("Personne", "Person"),
        "login": ("Identifiant", "Login"),
    }
)
