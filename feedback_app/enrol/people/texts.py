"""What the pages and the command line of accounts say, beside what those of people and phones say."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.enrol import texts as enrol

TEXTS = TextTable(
    {
        **enrol.TEXTS.rows,
        "account": ("Compte", "Account"),
        "me.factors": ("Votre double vérification", "Your second factor"),
        "me.linked": ("Votre compte chez {name}", "Your account at {name}"),
        "account.ok": ("actif", "active"),
        "account.off": ("désactivé", "deactivated"),
        "account.invited": ("lien envoyé", "link sent"),
        "account.none": ("sans accès au bureau", "no access to the desk"),
        "account.failed": ("mots de passe faux : {n}", "wrong passwords: {n}"),
        "last_sign_in": ("Dernière connexion", "Last sign-in"),
        "added": ("{name} est dans la liste.", "{name} is on the list."),
        "invite.how": (
            "Avec un identifiant, la personne reçoit un lien et choisit elle-même son mot de passe.",
            "With a login, the person gets a link and chooses the password alone.",
        ),
        "link.ready": ("Le lien de {name} est prêt", "The link for {name} is ready"),
        "link.once": (
            "Envoyez ce lien, ou montrez ce carré à l’appareil photo. Il sert une seule fois, jusqu’au {day}, et n’est "
            "montré que maintenant.",
            "Send this link, or show this square to a camera. It works once, until {day}, and is shown only now.",
        ),
        "link.login": ("Identifiant : {login}", "Login: {login}"),
        "link.make": ("Créer un lien", "Make a link"),
        "link.why": (
            "Pour choisir un premier mot de passe, ou un nouveau quand il est oublié. L’ancien vaut jusque-là ; un "
            "lien d’avant ne vaut plus.",
            "To choose a first password, or a new one when it is forgotten. The old one works until then; an earlier "
            "link ends.",
        ),
        "link.waits": ("Un lien attend, jusqu’au {day}.", "A link is waiting, until {day}."),
        "link.withdraw": ("Retirer ce lien", "Withdraw this link"),
        "link": ("Accès au bureau", "Access to the desk"),
        "not_yours": (
            "Ce compte a des droits que vous ne pouvez pas donner : la personne qui coordonne tout peut le changer.",
            "This account has rights that you cannot give: whoever coordinates all of it can change it.",
        ),
        "own": ("C’est votre propre compte.", "This is your own account."),
        "own.go": ("Votre mot de passe et vos sessions", "Your password and your sessions"),
        "tries": ("Connexions", "Sign-ins"),
        "tries.none": ("Aucune connexion ce mois-ci.", "No sign-in this month."),
        "tries.right": ("connexion", "signed in"),
        "tries.wrong": ("mot de passe faux", "wrong password"),
        "tries.times": ("{n} fois", "{n} times"),
        "when": ("Quand", "When"),
        "where": ("Où", "Where"),
        "result": ("Résultat", "Result"),
        "unlock": ("Débloquer", "Unlock"),
        "unlock.why": (
            "Mots de passe faux depuis hier : {n}. Débloquez, et la personne n’attend plus.",
            "Wrong passwords since yesterday: {n}. Unlock, and the person no longer waits.",
        ),
        "sessions": ("Sessions ouvertes", "Open sessions"),
        "sessions.none": ("Aucune session ouverte.", "No open session."),
        "sessions.end": ("Terminer ses sessions", "End their sessions"),
        "session.since": ("Depuis", "Since"),
        "session.used": ("Dernière utilisation", "Last used"),
        "session.this": ("celle-ci", "this one"),
        "session.end": ("Terminer", "End"),
        "session.end_others": ("Terminer toutes les autres", "End all others"),
        "browser": ("Navigateur", "Browser"),
        "roles.here": ("Rôles", "Roles"),
        "role.take": ("Retirer", "Take away"),
        "role.give": ("Donner un rôle", "Give a role"),
        "role.where": ("Lieu, si ce n’est pas tout (code)", "Place, where it is not all of it (code)"),
        "role.last": (
            "C’est la dernière personne qui coordonne tout ce programme : donnez d’abord ce rôle à quelqu’un d’autre.",
            "This is the last person who coordinates all of this programme: give somebody else this role first.",
        ),
        "deactivate": ("Désactiver ce compte", "Deactivate this account"),
        "deactivate.sure": (
            "{name} est déconnecté tout de suite et ne peut plus se connecter. Ce que la personne a fait reste.",
            "{name} is signed out at once and can no longer sign in. What the person did stays.",
        ),
        "deactivate.phones": (
            "Ses téléphones continuent d’envoyer, sauf ceux que vous retirez ici. Ce qu’ils contiennent y reste.",
            "Their phones go on sending, except those that you revoke here. What these hold stays on them.",
        ),
        "deactivate.phone": ("Retirer {phone}, {place}", "Revoke {phone}, {place}"),
        "activate": ("Réactiver ce compte", "Activate this account again"),
        "activate.why": (
            "{name} pourra se connecter avec son mot de passe. Les téléphones retirés le restent.",
            "{name} can sign in with the password of before. Revoked phones stay so.",
        ),
        "me": ("Mon compte", "My account"),
        "me.failed": (
            "Mots de passe faux avec votre identifiant, avant cette connexion : {n}. Si ce n’était pas vous, changez "
            "de mot de passe et prévenez votre coordination.",
            "Wrong passwords with your login before this sign-in: {n}. If it was not you, change your password and "
            "tell your coordinator.",
        ),
        "me.changed": (
            "Votre mot de passe est changé. Vos autres sessions sont terminées.",
            "Your password is changed. Your other sessions have ended.",
        ),
        "password.change": ("Changer de mot de passe", "Change the password"),
        "password.must": (
            "Ce mot de passe a été créé par quelqu’un d’autre. Choisissez le vôtre pour continuer.",
            "This password was made by somebody else. Choose your own to go on.",
        ),
        "password.old": ("Mot de passe actuel", "Current password"),
        "password.new": ("Nouveau mot de passe", "New password"),
        "password.how": (
            "{n} signes au moins. Plusieurs mots qui ne vont pas ensemble sont faciles à retenir.",
            "At least {n} characters. Several words that do not belong together are easy to remember.",
        ),
        "password.show": ("Montrer ce que je tape", "Show what I type"),
        "password.save": ("Enregistrer", "Save"),
        "fault.short": ("C’est trop court : {n} signes au moins.", "That is too short: at least {n} characters."),
        "fault.long": ("C’est trop long.", "That is too long."),
        "fault.common": (
            "C’est trop facile à deviner : un mot connu, un nom, une suite de touches. Essayez plusieurs mots.",
            "That is too easy to guess: a known word, a name, a row of keys. Try several words.",
        ),
        "fault.same": ("C’est le mot de passe de maintenant.", "That is the password of now."),
        "wrong_password": ("Ce n’est pas votre mot de passe.", "That is not your password."),
        "confirm": ("C’est bien vous ?", "Is it you?"),
        "confirm.why": (
            "Ce que vous allez faire est important : tapez votre mot de passe encore une fois. Rien n’est perdu.",
            "What you are about to do matters: type your password once more. Nothing is lost.",
        ),
        "confirm.go": ("Confirmer et envoyer", "Confirm and send"),
        "choose": ("Choisir votre mot de passe", "Choose your password"),
        "choose.hello": (
            "Bonjour {name}. Vous vous connecterez avec l’identifiant {login} et ce mot de passe.",
            "Hello {name}. You will sign in with the login {login} and this password.",
        ),
        "choose.code": ("Collez votre lien ici", "Paste your link here"),
        "choose.next": ("Continuer", "Go on"),
        "choose.unknown": (
            "Ce lien n’est pas valable : il est déjà utilisé, retiré ou trop ancien. Demandez-en un nouveau.",
            "This link is not valid: already used, withdrawn or too old. Ask for a new one.",
        ),
        "no_login": ("Personne n’a l’identifiant {login}.", "Nobody has the login {login}."),
        "deactivated": (
            "{name} est désactivé. Téléphones qui envoient encore : {n}.",
            "{name} is deactivated. Phones that still send: {n}.",
        ),
    }
)
