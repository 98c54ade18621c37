"""What the pages and the command line of people and phones say, beside what their pages say of places."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.register import texts as register

TEXTS = TextTable(
    {
        "sign_in": ("Connexion au bureau", "Sign in to the desk"),
        "login": ("Identifiant", "Login"),
        "password": ("Mot de passe", "Password"),
        "enter_by": ("Se connecter avec {name}", "Sign in with {name}"),
        "enter": ("Se connecter", "Sign in"),
        "wrong_login": (
            "Cela n’a pas marché. Vérifiez l’identifiant et le mot de passe ; après plusieurs essais, attendez un peu.",
            "That did not work. Check login and password; after several attempts, wait a little.",
        ),
        "wait": (
            "Trop d’essais. Attendez {n} min, puis recommencez. Votre coordination peut vous débloquer ou vous envoyer "
            "un lien.",
            "Too many attempts. Wait {n} min, then try again. Your coordinator can unlock you or send you a link.",
        ),
        "chosen": (
            "Votre mot de passe est choisi. Connectez-vous avec lui.",
            "Your password is chosen. Sign in with it.",
        ),
        "interrupted.sign_in": (
            "Votre session était terminée : rien n’est parti. Ce que vous avez écrit n’est pas perdu ; "
            "connectez-vous, et vous le retrouvez.",
            "Your session had ended: nothing was sent. What you wrote is not lost; sign in and you find it again.",
        ),
        "interrupted.title": ("Ce que vous aviez écrit", "What you had written"),
        "interrupted.why": (
            "Votre session était terminée quand vous avez envoyé ceci. Rien n’est parti. Relisez, puis envoyez.",
            "Your session had ended when you sent this. Nothing went out. Read it again, then send.",
        ),
        "confirmed.title": ("Merci, c’est bien vous", "Thank you, it is you"),
        "confirmed.why": ("Il reste à envoyer.", "It remains to be sent."),
        "interrupted.words": ("Votre texte", "Your text"),
        "interrupted.files": (
            "Le fichier choisi n’a pas pu être gardé : choisissez-le de nouveau sur la page.",
            "The chosen file could not be kept: choose it again on the page.",
        ),
        "interrupted.send": ("Envoyer", "Send"),
        "interrupted.back": ("Revenir à la page sans envoyer", "Back to the page without sending"),
        "interrupted.gone": (
            "Cette page a changé depuis, et le formulaire n’y est plus. Voici ce que vous aviez écrit :",
            "This page has changed since, and the form is no longer on it. This is what you had written:",
        ),
        "phones": ("Téléphones", "Phones"),
        "no_phones": ("Aucun téléphone n’est encore inscrit.", "No phone is enrolled yet."),
        "person": ("Personne", "Person"),
        "place": ("Lieu", "Place"),
        "role": ("Rôle", "Role"),
        "device": ("Appareil", "Device"),
        "last_seen": ("Dernier contact", "Last contact"),
        "never": ("jamais", "never"),
        "unsent": ("Non envoyés", "Unsent"),
        "state": ("État", "State"),
        "action": ("Action", "Action"),
        "holds": ("Encore sur le téléphone", "Still on the phone"),
        "nothing": ("rien", "nothing"),
        "unsent.n": ("{n} à envoyer", "{n} to send"),
        "since": ("depuis le {day}", "since {day}"),
        "media.n": ("{size} de photos et de voix", "{size} of photos and voices"),
        "drafts.n": ("{n} en brouillon", "{n} in draft"),
        "room": ("Place libre", "Free room"),
        "persisted": ("gardée par le navigateur", "kept by the browser"),
        "not_persisted": ("le navigateur peut l’effacer", "the browser may delete it"),
        "month": ("Ce mois-ci", "This month"),
        "unknown": ("pas encore dit", "not told yet"),
        "silence.quiet": ("peu de nouvelles", "quiet"),
        "silence.silent": ("silencieux", "silent"),
        "silence.never": ("jamais vu", "never seen"),
        "can_go": ("Peut être rendu", "Can be handed back"),
        "stays": ("À garder", "To be kept"),
        "why.silence": ("qu’il synchronise d’abord", "let it sync first"),
        "why.unknown": ("il n’a pas dit ce qu’il garde", "it did not say what it holds"),
        "why.unsent": ("des fiches à envoyer", "records to send"),
        "why.media": ("des photos ou des voix à envoyer", "photos or voices to send"),
        "why.drafts": ("des brouillons", "drafts"),
        "why.unsafe": ("pas encore tout en lieu sûr", "not all of it safe yet"),
        "handed": ("{n} envois en tout, {size}", "{n} items in all, {size}"),
        "handed.malformed": ("illisibles\u00a0: {n}", "unreadable: {n}"),
        "over_budget": ("beaucoup aujourd’hui", "very much today"),
        "over_budget_then": ("la suite partira demain", "the rest goes tomorrow"),
        "revoked": ("retiré", "revoked"),
        "revoke": ("Retirer", "Revoke"),
        "revoke_sure": (
            "Ce téléphone ne pourra plus envoyer. Ce qu’il contient y reste. Retirer ?",
            "This phone can no longer send. What it holds stays on it. Revoke?",
        ),
        "move": ("Changer le lieu ou les formulaires", "Change place or forms"),
        "forms": ("Formulaires", "Forms"),
        "move_next": ("Voir ce qui change", "See what changes"),
        "move_from": ("Aujourd’hui : {place} ; {forms}.", "Now: {place}; {forms}."),
        "move_to": ("Ensuite : {place} ; {forms}.", "Then: {place}; {forms}."),
        "move_sure": (
            "À son prochain contact, le téléphone ne reçoit que ce qui change. Les fiches déjà faites pour l’ancien "
            "lieu restent valables et s’envoient comme avant.",
            "At its next contact the phone gets only what changes. Records already made for the old place stay valid "
            "and are sent as before.",
        ),
        "move_do": ("Changer", "Change"),
        "move_not": ("Ne rien changer", "Change nothing"),
        "code_again": ("Un nouveau code pour cette personne", "Another code for this person"),
        "code_again_why": (
            "Pour un deuxième téléphone de {person}, ou pour inscrire ce téléphone une nouvelle fois. Ses fiches "
            "restent les siennes.",
            "For a second phone of {person}, or to enrol this phone once more. Their records stay theirs.",
        ),
        "new_code": ("Inscrire un téléphone", "Enrol a phone"),
        "person_name": ("Nom de la personne", "Name of the person"),
        "make_code": ("Créer le code", "Make the code"),
        "code_ready": ("Le code est prêt", "The code is ready"),
        "code_once": (
            "Montrez ce carré à l’appareil photo du téléphone, ou envoyez le lien. Il sert une seule fois et n’est "
            "montré que maintenant.",
            "Show this square to the phone's camera, or send the link. It works once and is shown only now.",
        ),
        "until": ("Valable jusqu’au {day}", "Valid until {day}"),
        "open_codes": ("Codes en attente", "Open codes"),
        "withdraw": ("Retirer ce code", "Withdraw this code"),
        "withdraw_sure": (
            "Plus aucun téléphone ne pourra entrer avec ce code. Le retirer ?",
            "No phone will get in with this code any more. Withdraw it?",
        ),
        "places": ("Lieux", "Places"),
        "find_place": ("Chercher un lieu", "Find a place"),
        "find": ("Chercher", "Search"),
        "name": ("Nom", "Name"),
        "code": ("Code", "Code"),
        "level": ("Niveau", "Level"),
        "population": ("Habitants", "Population"),
        "no_places": ("Aucun lieu de ce nom ici.", "No place of this name here."),
        "people": ("Personnes", "People"),
        "add_person": ("Ajouter une personne", "Add a person"),
        "optional_login": ("Identifiant (pour le bureau)", "Login (for the desk)"),
        "add": ("Ajouter", "Add"),
        "password_once": (
            "Mot de passe de {name}, montré cette fois seulement :",
            "Password of {name}, shown this once:",
        ),
        "not_saved": ("Rien n’a été enregistré : {fields}.", "Nothing was saved: {fields}."),
        "roles": ("Ce que chaque rôle permet", "What each role allows"),
        "people.phones": (
            "Qui recueille avec un téléphone s’inscrit ici :",
            "Who records on a phone is enrolled here:",
        ),
        "people.factors": ("Double vérification : qui l’a, qui l’a perdue", "Second factor: who has one, who lost it"),
        "home": ("Votre accueil", "Your start page"),
        "home.hello": ("Bonjour {name}", "Hello {name}"),
        "home.no_role": (
            "Vous n’avez plus de rôle ici. Parlez à la personne qui coordonne votre programme.",
            "You have no role here any more. Talk to the person who coordinates your programme.",
        ),
        "home.nothing_here": (
            "Ce rôle n’ouvre pas les pages du bureau : votre travail se fait sur le téléphone.",
            "This role opens no pages of the desk: your work is done on the phone.",
        ),
        "home.public": ("Voir le portefeuille public", "See the public portfolio"),
        **register.TEXTS.rows,
    }
)
