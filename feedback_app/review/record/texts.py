"""What a record's page and its erasure say, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import flag_texts, texts
from feedback_app.review.blurs import texts as blurs_texts
from feedback_app.review.corrections import texts as corrections_texts
from feedback_app.review.decisions import texts as decisions_texts
from feedback_app.review.likeness import texts as likeness_texts
from feedback_app.review.notes import texts as notes_texts
from feedback_app.review.transcripts import texts as transcripts_texts

TEXTS = TextTable(
    {
        **texts.ROWS,
        **decisions_texts.ROWS,
        **flag_texts.ROWS,
        **likeness_texts.ROWS,
        **notes_texts.ROWS,
        **transcripts_texts.ROWS,
        **blurs_texts.ROWS,
        **corrections_texts.ROWS,
        "claim.taken": (
            "{name} s’occupe de cette fiche jusqu’à {time} {zone}. Vous pouvez la lire ; "
            "pour décider, reprenez-la d’abord.",
            "{name} is looking after this record until {time} {zone}. You can read it; to decide, take it over first.",
        ),
        "claim.opened": (
            "{name} vient d’ouvrir cette fiche. Sans rien de sa part, elle est libre à {time} {zone}.",
            "{name} has just opened this record. It is free at {time} {zone} if nothing comes from them.",
        ),
        "claim.mine": ("Vous vous en occupez jusqu’à {time} {zone}.", "You are looking after it until {time} {zone}."),
        "claim.over": ("Je la reprends", "I take it over"),
        "danger.asked.what": (
            "Quelqu’un a ouvert la porte du danger et a voulu que le Lab le sache. Rien d’autre n’a été demandé ni"
            " gardé : ni nom, ni parole, ni réponse. Le lieu est la zone, l’heure est arrondie.",
            "Somebody opened the danger door and wanted the Lab to know. Nothing else was asked or kept: no name, no"
            " words, no answers. The place is the area, the time is the hour.",
        ),
        "danger.maybe.what": (
            "Cette fiche vient d’un ancien formulaire : la personne est passée devant « Une personne est en danger ?"
            " ». Ses mots ne sont dans aucune liste. Ouvrez-les seulement si vous devez la relire.",
            "This record is of an older form: the person passed by “Is someone in danger?”. Their words are in no"
            " list. Open them only if you have to review it.",
        ),
        "danger.do": ("Prévenez la personne de confiance", "Tell the trusted person"),
        "danger.do.careful": (
            "Ne rappelez pas l’enquêteur pour savoir qui c’est. N’en parlez à personne d’autre.",
            "Do not call the surveyor to find out who it is. Speak of it to nobody else.",
        ),
        "danger.nobody": (
            "Aucune personne de confiance n’est nommée ici. Dites-le au coordinateur.",
            "No trusted person is named here. Tell the coordinator.",
        ),
        "danger.open": ("Ouvrir ce qui a été dit", "Open what was said"),
        "erase.title": ("Effacer cette fiche", "Erase this record"),
        "erase.what": (
            "Les mots, les réponses, les photos et les voix de cette fiche seront effacés ici, sur les téléphones de "
            "son auteur et dans le portefeuille. Une copie renvoyée plus tard sera refusée. C’est définitif.",
            "The words, answers, photos and voices of this record will be erased here, on its author's phones and in "
            "the portfolio. A copy sent later will be refused. This cannot be undone.",
        ),
        "erase.reason": ("Pourquoi ?", "Why?"),
        "erase.reason.author": ("L’auteur de la fiche le demande", "The author of the record asks for it"),
        "erase.reason.subject": ("La personne dont elle parle le demande", "The person it speaks of asks for it"),
        "erase.reason.guardian": ("Un parent ou tuteur le demande", "A parent or guardian asks for it"),
        "erase.reason.court": ("Une décision de justice l’ordonne", "A court orders it"),
        "erase.by": ("Qui le demande ?", "Who asks for it?"),
        "erase.by.hint": (
            "Ce nom est gardé avec la date et la raison : c’est tout ce qui reste.",
            "This name is kept with the date and the reason: it is all that stays.",
        ),
        "erase.sure": ("Oui, effacer pour toujours", "Yes, erase for good"),
        "erase.do": ("Effacer", "Erase"),
        "erase.not": ("Ne pas effacer", "Do not erase"),
        "erase.lacking": (
            "Rien n’a été effacé. Dites pourquoi et qui le demande, puis cochez la case.",
            "Nothing was erased. Say why and who asks for it, then tick the box.",
        ),
        "record.arriving": ("Cette fiche vient d’arriver", "This record has just come in"),
        "record.next": ("Suivant", "Next"),
        "record.previous": ("Précédent", "Previous"),
        "record.left": ("{count} à relire", "{count} to review"),
        "record.left.more": ("plus de {count} à relire", "more than {count} to review"),
        "record.listed": ("{count} dans cette liste", "{count} in this list"),
        "record.listed.more": ("plus de {count} dans cette liste", "more than {count} in this list"),
        "record.answers": ("Réponses", "Answers"),
        "record.skipped": ("Sans réponse", "No answer"),
        "record.files": ("{have} sur {of} fichiers reçus", "{have} of {of} files received"),
        "record.photo": ("Photo : {question}", "Photo: {question}"),
        "record.voice": ("Voix : {question}", "Voice: {question}"),
        "record.enlarge": ("Agrandir la photo", "Enlarge the photo"),
        "record.awaited": (
            "Pas encore reçu ({size}). Le téléphone l’enverra à la prochaine occasion.",
            "Not received yet ({size}). The phone will send it when it can.",
        ),
        "record.refused": ("Ce fichier n’a pas pu être ouvert.", "This file could not be opened."),
        "record.preparing": ("La photo est en préparation.", "The photo is being prepared."),
        "record.other_files": ("Autres fichiers", "Other files"),
        "record.reply": ("Réponse à la question de la relecture", "Answer to the reviewer's question"),
        "record.reply_empty": (
            "Réponse vide : ni mot, ni changement. Reposez la question autrement.",
            "Empty reply: not a word, not a change. Ask again in another way.",
        ),
        "record.little": (
            "Peu est venu de ce lieu ces douze semaines : à gravité égale, il passe devant.",
            "Little has come from this place in twelve weeks: among equals, it comes first.",
        ),
        "record.circumstances": ("Comment c’est venu", "How it came"),
        "record.project": ("Projet", "Project"),
        "record.author": ("Recueilli par", "Recorded by"),
        "record.carried": ("Apporté par", "Carried by"),
        "record.device": ("Téléphone", "Phone"),
        "record.recorded": ("Recueilli le", "Recorded"),
        "record.received": ("Reçu le", "Received"),
        "record.duration": ("Durée", "Duration"),
        "record.mode": ("Recueil", "How"),
        "record.form": ("Formulaire", "Form"),
        "record.form.version": ("{title}, version {version}", "{title}, version {version}"),
        "record.code": ("Les dix chiffres", "The ten digits"),
        "record.id": ("Numéro", "Number"),
        "record.clock": (
            "L’horloge du téléphone {direction} de {by}. Heure dite : {said}. Heure probable : {likely}.",
            "The phone's clock is {by} {direction}. Time told: {said}. Likely time: {likely}.",
        ),
        "clock.fast": ("avance", "fast"),
        "clock.slow": ("retarde", "slow"),
        "day.after_receipt": (
            "Le jour du recueil vient après celui de la réception : l’horloge du téléphone était fausse. Ce jour-là "
            "est impossible ; le mois compté sera celui de la réception.",
            "It is said to be recorded after it was received: the phone's clock was wrong. That day is impossible; the "
            "month that counts is that of receipt.",
        ),
        "day.before_enrolment": (
            "Le jour du recueil est d’avant l’inscription de la personne : l’horloge du téléphone était fausse. Ce "
            "jour-là est impossible.",
            "It is said to be recorded before its author was enrolled: the phone's clock was wrong. That day is "
            "impossible.",
        ),
        "day.long_before": (
            "Recueilli plus de trois mois avant d’être reçu : le jour est douteux, l’horloge du téléphone était "
            "peut-être fausse.",
            "Recorded more than three months before it was received: the day is doubtful, the phone's clock may have "
            "been wrong.",
        ),
        "voice.play": ("Écouter", "Play"),
        "voice.pause": ("Pause", "Pause"),
        "voice.speed": ("Vitesse", "Speed"),
        "voice.position": ("Où l’on en est de la voix", "Position in the voice"),
        "voice.unplayable": (
            "Ce navigateur ne sait pas lire cette voix. Ouvrez la page dans un autre, ou écoutez le fichier :",
            "This browser cannot play this voice. Open the page in another, or listen to the file:",
        ),
        "voice.save": ("Enregistrer le fichier", "Save the file"),
        "photo.larger": ("Agrandir", "Larger"),
        "photo.smaller": ("Réduire", "Smaller"),
        "photo.left": ("Tourner à gauche", "Turn left"),
        "photo.right": ("Tourner à droite", "Turn right"),
        "photo.close": ("Fermer", "Close"),
        "record.map": ("Carte", "Map"),
        "map.alt": ("Carte : {place}{point}", "Map: {place}{point}"),
        "map.point": ("Point à {accuracy} près", "Point, accurate to {accuracy}"),
        "map.point.unknown": ("Point de précision inconnue", "Point of unknown accuracy"),
        "map.no_point": (
            "Pas de point GPS. Le cercle vide marque le lieu choisi.",
            "No GPS point. The empty circle marks the chosen place.",
        ),
        "map.apart": ("À {apart} de {place}", "{apart} from {place}"),
        "map.doubt.zero": (
            "Ce point est (0, 0), en pleine mer : le téléphone ne savait pas où il était.",
            "This point is (0, 0), in the sea: the phone did not know where it was.",
        ),
        "map.doubt.far": (
            "Ce point est à {apart} de {place} : c’est trop loin pour être ce lieu.",
            "This point is {apart} away from {place}: too far to be this place.",
        ),
        "map.doubt.exact": (
            "Le téléphone donne une précision de 0 m, ce qu’aucun ne sait faire. Le point peut être faux.",
            "The phone says an accuracy of 0 m, which no phone has. The point may be wrong.",
        ),
        "map.doubt.wide": (
            "Ce point n’est pas précis : il dit seulement dans quels environs c’est.",
            "This point is not accurate: it only says roughly where it is.",
        ),
        "map.open": ("Ouvrir dans une carte", "Open in a map"),
        "record.withheld": (
            "Rien n’est gardé ici : la personne n’a pas dit oui, ou l’a repris.",
            "Nothing is kept here: the person did not agree, or took it back.",
        ),
        "record.unstored": (
            "Personne n’a donné son accord pour garder cette parole : le serveur n’en a gardé aucun mot, seulement "
            "qu’elle est venue et pourquoi elle n’est pas gardée.",
            "Nobody agreed to have these words kept: the server kept none of them, only that they came and why they "
            "are not kept.",
        ),
        "record.consent": ("Accord donné", "Consent"),
        "consent.oral": ("de vive voix", "by word of mouth"),
        "consent.tick": ("en cochant", "by ticking"),
        "consent.group": ("par le groupe", "by the group"),
        "consent.line": ("Donné {how}, version {version}.", "Given {how}, version {version}."),
        "consent.other": (
            "Ce n’est pas la promesse d’aujourd’hui : la personne a répondu à une autre version.",
            "This is not today’s promise: the person answered another version.",
        ),
        "consent.anonymous": ("Sans le nom de la personne.", "Without the person's name."),
        "consent.named": ("Avec le nom de la personne.", "With the person's name."),
        "consent.none": ("Aucun accord lisible.", "No readable consent."),
        "consent.yes": ("oui", "yes"),
        "consent.no": ("non", "no"),
        "record.history": ("Histoire", "History"),
        "history.arrived": ("Révision {rev} reçue", "Revision {rev} received"),
        "history.first": ("Reçu", "Received"),
        "history.held": ("Révision {rev} en quarantaine", "Revision {rev} in quarantine"),
        "history.same": ("Rien n’a changé dans les réponses.", "Nothing changed in the answers."),
        "history.caption": ("Ce qui a changé", "What changed"),
        "diff.question": ("Question", "Question"),
        "diff.old": ("Avant", "Before"),
        "diff.new": ("Après", "After"),
        "diff.nothing": ("(rien)", "(nothing)"),
        "diff.file": ("fichier {name}", "file {name}"),
        "faults.only": (
            "Cette fiche est en quarantaine : elle ne passe pas les contrôles. Rien n’en est perdu.",
            "This record is in quarantine: it fails the checks. Nothing of it is lost.",
        ),
        "faults.waiting": (
            "La révision {rev} est en quarantaine. Vous voyez la révision {current}.",
            "Revision {rev} is in quarantine. You see revision {current}.",
        ),
        "faults.fixable": (
            "Si vous la jugez bonne telle quelle, sortez-la de quarantaine.",
            "If you judge it fine as it is, release it.",
        ),
        "faults.locked": (
            "Seul le téléphone de l’auteur peut la corriger : il a reçu les raisons.",
            "Only its author's phone can mend it: it was told why.",
        ),
    }
)
