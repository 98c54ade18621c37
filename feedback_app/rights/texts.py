"""The sentences of the page on people's rights, and of the desk's page for who looks after them."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Vos droits et vos données", "Your rights and your data"),
        "lead": (
            "Vous parlez, le Lab écoute. Votre parole reste à vous : vous pouvez la relire, la corriger, la reprendre.",
            "You speak, the Lab listens. Your words remain yours: you may see them, correct them, take them back.",
        ),
        "none": ("Aucun programme n’est ouvert ici pour l’instant.", "No programme is open here yet."),
        "controller": ("Responsable", "Controller"),
        "contact": ("Pour poser une question ou vous plaindre", "To ask or complain"),
        "officer": ("Personne chargée de vous protéger", "Person in charge of protecting you"),
        "authority": ("L’autorité qui veille", "The authority that watches"),
        "recipients": ("Qui d’autre y a accès", "Who else has access"),
        "unsaid": (
            "Le programme ne l’a pas encore dit. Demandez à la personne à qui vous avez parlé.",
            "The programme has not said so yet. Ask the person who listened to you.",
        ),
        "your": ("Ce que vous pouvez demander", "What you may ask for"),
        "right.know": ("Savoir ce qui est gardé de vous, et le recevoir.", "Know what is kept of you, and get it."),
        "right.mend": ("Faire corriger ce qui est faux.", "Have what is wrong corrected."),
        "right.back": (
            "Reprendre votre parole, en entier ou seulement la photo ou la voix, quand vous voulez.",
            "Take your words back, all of them or only the photo or the voice, whenever you like.",
        ),
        "right.no": ("Dire non, sans rien perdre.", "Say no, without losing anything."),
        "right.complain": ("Vous plaindre à l’autorité.", "Complain to the authority."),
        "how": ("Comment faire", "How to do it"),
        "how.code": ("Avec votre code, sur la page", "With your code, on the page"),
        "how.code.page": ("Suivre une parole", "Follow what was said"),
        "how.person": (
            "Ou dites-le à la personne à qui vous avez parlé : elle le fait avec vous.",
            "Or tell the person who listened to you: they do it with you.",
        ),
        "site": ("Ce site et vous", "This site and you"),
        "site.reading": (
            "Lire ces pages ne vous suit pas : pas de mesure d’audience, pas de publicité, rien d’un autre serveur.",
            "Reading these pages does not track you: no audience measurement, no advertising, nothing from another "
            "server.",
        ),
        "site.cookie": (
            "Un seul témoin (cookie) est posé si vous changez de langue : il garde ce choix un an. Qui travaille au "
            "bureau en a d’autres, le temps de sa session.",
            "A single cookie is set if you change the language: it keeps that choice for a year. Who works at the desk "
            "has others, for the time of their session.",
        ),
        "site.code": (
            "Essayer un code garde votre adresse réseau quelque temps, pour arrêter qui en essaie au hasard.",
            "Trying a code keeps your network address for some time, to stop whoever tries codes at random.",
        ),
        "site.figures": (
            "Les chiffres publics sont faits pour que personne ne soit reconnu : trop peu de voix ne sont pas "
            "montrées.",
            "Public figures are made so that nobody is recognised: too few voices are not shown.",
        ),
        "site.method": ("Comment, et jusqu’où", "How, and how far"),
        "register": ("Ce qui est fait de votre parole", "What is done with your words"),
        "data": ("Quoi", "What"),
        "basis": ("De quel droit", "On which ground"),
        "recipient": ("Qui le voit", "Who sees it"),
        "long": ("Combien de temps", "For how long"),
        "basis.consent": ("vous avez dit oui", "you agreed"),
        "basis.vital": ("une vie est en jeu", "a life is at stake"),
        "basis.interest": ("le service en a besoin", "the service needs it"),
        "basis.contract": ("le travail de l’équipe", "the team’s work"),
        "basis.legal": ("la loi le demande", "the law asks for it"),
        "law": (
            "Loi nº 2013-450 du 19 juin 2013 relative à la protection des données à caractère personnel "
            "(Côte d’Ivoire).",
            "Law 2013-450 of 19 June 2013 on the protection of personal data (Côte d’Ivoire).",
        ),
        "days": ("{days} jours", "{days} days"),
        "year": ("1 an", "1 year"),
        "years": ("{years} ans", "{years} years"),
        "needed": ("tant qu’il le faut", "as long as it is needed"),
        "desk.title": ("Droits des personnes", "People’s rights"),
        "desk.missing": (
            "La page publique « Vos droits » est incomplète. Il y manque : {what}. Écrivez-le dans la description du "
            "programme (settings.privacy), puis lancez feedback-app programme import.",
            "The public page “Your rights” is incomplete. It lacks: {what}. Write it into the programme’s description "
            "(settings.privacy), then run feedback-app programme import.",
        ),
        "desk.periods": ("Combien de temps c’est gardé", "How long it is kept"),
        "desk.kind": ("Quoi", "What"),
        "desk.own": ("choisi par le programme", "chosen by the programme"),
        "desk.default": ("durée prévue", "default"),
        "desk.runs": ("Ce qui a été effacé, son temps fini", "What was deleted when its time was over"),
        "desk.runs.none": ("Rien encore.", "Nothing yet."),
        "kind.records": ("Fiches décidées", "Decided records"),
        "kind.media": ("Photos et voix de fiches décidées", "Photos and voices of decided records"),
        "kind.quarantine": ("Révisions en quarantaine", "Revisions in quarantine"),
        "kind.malformed": ("Envois illisibles", "What could not be read"),
        "kind.messages": ("Messages des relecteurs", "Reviewers’ messages"),
        "kind.carried": ("Fichiers portés", "Carried files"),
        "kind.confided": ("Signalements protégés, une fois clos", "Protection reports, once closed"),
        "kind.carried_notes": ("Notes sur les fichiers portés", "Notes on carried files"),
        "kind.attempts": ("Essais de codes et adresses", "Tried codes and addresses"),
        "kind.account": ("Comptes et téléphones", "Accounts and phones"),
        "kind.audit": ("Journal de qui a fait quoi", "Log of who did what"),
        "kind.proof": ("Preuves d’effacement", "Proofs of erasure"),
        "desk.export": ("Donner ses données à une personne", "Give people their data"),
        "desk.export.why": (
            "Par le code d’une fiche, ou toutes celles d’une personne inscrite. Le fichier contient ses mots, ses "
            "photos et sa voix : remettez-le en main propre.",
            "By a record’s code, or all those of an enrolled person. The file holds their words, photos and voices: "
            "hand it over in person.",
        ),
        "desk.export.code": ("Le code de la fiche", "The record’s code"),
        "desk.export.phone": ("Ou le téléphone de la personne", "Or the person’s phone"),
        "desk.export.go": ("Préparer le fichier", "Make the file"),
        "desk.export.lack": (
            "Aucune fiche d’ici n’a ce code, ou rien n’est choisi.",
            "No record here has this code, or nothing is chosen.",
        ),
        "desk.breaches": ("Incidents sur les données", "Data breaches"),
        "desk.breaches.why": (
            "Un téléphone volé et ouvert, un mot de passe donné, un fichier perdu : notez-le ici. L’autorité doit le "
            "savoir dans les 72 heures.",
            "A stolen phone that was open, a password given away, a lost file: note it here. The authority must know "
            "within 72 hours.",
        ),
        "desk.breaches.none": ("Aucun.", "None."),
        "breach.what": ("Ce qui s’est passé (sans les mots des gens)", "What happened (without people’s words)"),
        "breach.affected": ("Qui est touché, combien de personnes", "Who is affected, how many people"),
        "breach.noticed": ("Remarqué le", "Noticed on"),
        "breach.note": ("Noter l’incident", "Note the breach"),
        "breach.informed": ("Qui a été prévenu, et comment", "Who was informed, and how"),
        "breach.authority": ("L’autorité est prévenue", "The authority is informed"),
        "breach.done": ("Noter", "Note"),
        "breach.whole": (
            "Qui veille sur tout le programme prévient l’autorité et le note ici.",
            "Whoever looks after the whole programme informs the authority, and notes it here.",
        ),
        "breach.left": ("Il reste {hours} h pour prévenir l’autorité.", "{hours} h are left to inform the authority."),
        "breach.late": (
            "Les 72 heures sont passées : prévenez l’autorité tout de suite.",
            "The 72 hours are over: inform the authority at once.",
        ),
        "breach.told": ("Autorité prévenue le {day}", "Authority informed on {day}"),
        "breach.lack": (
            "Dites ce qui s’est passé, qui est touché et quand c’est remarqué (un jour passé).",
            "Say what happened, who is affected and when it was noticed (a day that is past).",
        ),
        "alarm.left": (
            "Un incident sur les données attend : il reste {hours} h pour prévenir l’autorité (Droits des personnes).",
            "A data breach waits: {hours} h are left to inform the authority (People’s rights).",
        ),
        "alarm.late": (
            "Un incident sur les données attend depuis plus de 72 h : prévenez l’autorité (Droits des personnes).",
            "A data breach has waited for more than 72 h: inform the authority (People’s rights).",
        ),
    }
)


def period_words(days: int | None) -> str:
    """How long something is stored, in words."""
    if days is None:
        return TEXTS.say("needed")
    if days % 365 == 0:
        return TEXTS.say("years", years=days // 365) if days > 365 else TEXTS.say("year")
    return TEXTS.say("days", days=days)
