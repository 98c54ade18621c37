"""The desk's words for review, French and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.base.i18n import Texts
from feedback_app.forms.engine import validation
from feedback_app.review.decisions import desk_actions
from feedback_app.review.queue.query import TABS
from schemas import states

TEXTS = Texts(
    {
        # states and actions
        **states.words("state", "desk", "label"),
        **dict(desk_actions.texts()),
        "done.see": ("revoir ou annuler", "look again or undo"),
        # somebody may be in danger
        "danger.asked": ("Demande d’aide", "Call for help"),
        "danger.maybe": ("Peut-être quelqu’un en danger", "Somebody may be in danger"),
        "danger.urgent": ("Urgent", "Urgent"),
        "danger.waiting": (
            "À voir d’abord : quelqu’un a peut-être besoin d’aide ({count})",
            "See first: somebody may need help ({count})",
        ),
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
        # erasing
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
        "erase.done": (
            "La fiche est effacée. Le téléphone de son auteur l’effacera à son prochain contact.",
            "The record is erased. Its author's phone erases it at its next contact.",
        ),
        # queue
        "queue.title": ("Relecture", "Review"),
        "queue.programme": ("Programme", "Programme"),
        "queue.show": ("Afficher", "Show"),
        "queue.states": ("États", "States"),
        "tab.open": ("À relire", "To review"),
        **states.words("tab", "tab", codes=TABS.keys()),
        "tab.all": ("Tous", "All"),
        "filter.q": ("Chercher dans les mots, les lieux, les noms", "Search words, places, names"),
        "filter.instrument": ("Formulaire", "Form"),
        "filter.place": ("Lieu", "Place"),
        "filter.place.down": ("Préciser le lieu", "Narrow the place"),
        "filter.author": ("Recueilli par", "Recorded by"),
        "filter.project": ("Projet", "Project"),
        "filter.since": ("Reçu depuis le", "Received from"),
        "filter.until": ("jusqu’au", "until"),
        "filter.clock": ("Horloge du téléphone à vérifier", "Phone clock to check"),
        "filter.waiting": ("Révision en quarantaine", "Revision in quarantine"),
        "filter.any": ("Tous", "Any"),
        "filter.more": ("Plus de filtres", "More filters"),
        "filter.apply": ("Filtrer", "Filter"),
        "filter.clear": ("Effacer les filtres", "Clear filters"),
        "filter.title": ("Filtres", "Filters"),
        "col.what": ("Dit", "Said"),
        "col.where": ("Lieu", "Place"),
        "col.who": ("Recueilli par", "Recorded by"),
        "col.when": ("Reçu", "Received"),
        "col.state": ("État", "State"),
        "row.silent": ("(sans mots)", "(no words)"),
        "row.media": ("{have} sur {of} fichiers reçus", "{have} of {of} files received"),
        "row.revision": ("révision {rev}", "revision {rev}"),
        "row.clock": ("horloge", "clock"),
        "row.waiting": ("révision en quarantaine", "revision in quarantine"),
        "page.next": ("Suivants", "Next"),
        "page.previous": ("Précédents", "Previous"),
        "empty.open": ("Tout est relu.", "Everything is reviewed."),
        "empty.open.more": (
            "Ce que les téléphones envoient paraît ici en quelques secondes.",
            "What phones send appears here within seconds.",
        ),
        "empty.filtered": ("Rien ne correspond à ces filtres.", "Nothing matches these filters."),
        "empty.other": ("Rien dans cet état.", "Nothing in this state."),
        "keys.title": ("Touches", "Keys"),
        "keys.walk": ("suivant, précédent", "next, previous"),
        "keys.search": ("chercher", "search"),
        # what could not be read
        "unreadable.title": ("Envois illisibles", "What could not be read"),
        "unreadable.intro": (
            "Des téléphones ont envoyé ceci, et ce n’est pas une fiche que l’on peut lire. Rien n’en est jeté, et la "
            "fiche est encore sur le téléphone. Appelez la personne : qu’elle ouvre la fiche, la relise et l’envoie "
            "de nouveau.",
            "Phones sent this, and it is no record that can be read. Nothing of it is thrown away, and the record is "
            "still on the phone. Call the person: let them open the record, read it again and send it once more.",
        ),
        "unreadable.none": ("Tout ce qui est arrivé a pu être lu.", "All that came could be read."),
        "unreadable.some": ("{count} envois n’ont pas pu être lus.", "{count} items could not be read."),
        "unreadable.one": ("Un envoi n’a pas pu être lu.", "One item could not be read."),
        "unreadable.see": ("Voir", "See"),
        "unreadable.from": ("Envoyé par {person}, {device}", "Sent by {person}, {device}"),
        "unreadable.why": ("Pourquoi", "Why"),
        "unreadable.record": ("Fiche", "Record"),
        "unreadable.content": ("Ce qui est arrivé ({size})", "What came ({size})"),
        "unreadable.cut": ("La suite est gardée, mais n’est pas montrée ici.", "The rest is kept, but not shown here."),
        "unreadable.seen": ("J’ai vu, je m’en occupe", "I have seen it and see to it"),
        "unreadable.was_seen": ("Vu le {at}", "Seen {at}"),
        # one record
        "record.arriving": ("Cette fiche vient d’arriver", "This record has just come in"),
        "record.back": ("Retour à la liste", "Back to the list"),
        "record.next": ("Suivant", "Next"),
        "record.previous": ("Précédent", "Previous"),
        "record.left": ("{count} à relire", "{count} to review"),
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
        "record.circumstances": ("Comment c’est venu", "How it came"),
        "record.place": ("Lieu", "Place"),
        "record.project": ("Projet", "Project"),
        "record.author": ("Recueilli par", "Recorded by"),
        "record.carried": ("Apporté par", "Carried by"),
        "record.device": ("Téléphone", "Phone"),
        "record.recorded": ("Recueilli le", "Recorded"),
        "record.received": ("Reçu le", "Received"),
        "record.duration": ("Durée", "Duration"),
        "record.mode": ("Recueil", "How"),
        "mode.alone": ("seul", "alone"),
        "mode.assisted": ("avec une aide", "assisted"),
        "mode.group": ("en groupe", "in a group"),
        "record.form": ("Formulaire", "Form"),
        "record.form.version": ("{title}, version {version}", "{title}, version {version}"),
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
        "row.day": ("jour à vérifier", "day to check"),
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
        "record.consent": ("Accord donné", "Consent"),
        "consent.oral": ("de vive voix", "by word of mouth"),
        "consent.tick": ("en cochant", "by ticking"),
        "consent.group": ("par le groupe", "by the group"),
        "consent.line": ("Donné {how}, version {version}.", "Given {how}, version {version}."),
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
        # decisions
        "decide.title": ("Décision", "Decision"),
        "decide.reason": ("Raison", "Reason"),
        "decide.reason.choose": ("Choisissez…", "Choose…"),
        "decide.message": ("Message au téléphone de l’auteur", "Message to the author's phone"),
        "decide.message.ask": (
            "Dites ce qu’il faut faire, en phrases courtes. {author} lira ce message sans réseau.",
            "Say what to do, in short sentences. {author} will read this without a network.",
        ),
        "decide.message.optional": ("Facultatif.", "Optional."),
        "decide.none": ("Rien à décider ici.", "Nothing to decide here."),
        "refusal.reason": ("Choisissez une raison.", "Choose a reason."),
        "refusal.message": ("Écrivez ce que l’auteur doit faire.", "Write what the author must do."),
        "refusal.too-long": (
            "Le message est trop long (2000 signes au plus).",
            "The message is too long (2000 signs at most).",
        ),
        "refusal.impossible": (
            "Cette décision n’est pas possible dans cet état. Rien n’a changé.",
            "This decision is not possible in this state. Nothing has changed.",
        ),
        "refusal.stale": (
            "Cette fiche a changé pendant que vous la lisiez : quelqu’un a décidé, ou une nouvelle révision est là. "
            "Rien n’a été enregistré. Voici où elle en est.",
            "This record changed while you were reading: someone decided, or a new revision came. "
            "Nothing was saved. This is where it stands.",
        ),
        # sizes and ages
        "size.kb": ("{n} ko", "{n} kB"),
        "age.now": ("à l’instant", "just now"),
        "age.minutes": ("il y a {n} min", "{n} min ago"),
        "age.hours": ("il y a {n} h", "{n} h ago"),
        "age.days": ("il y a {n} j", "{n} d ago"),
        # what an entry can have against it, beside its answers
        "fault.not-this-programme": ("Elle nomme un autre programme.", "It names another programme."),
        "fault.revoked": (
            "Elle vient d’un téléphone qui n’a plus le droit d’envoyer.",
            "It comes from a phone that may no longer send.",
        ),
        "fault.not-this-phone": (
            "Elle nomme un autre auteur que la personne de ce téléphone.",
            "It names an author who is not this phone's person.",
        ),
        "fault.not-the-author": (
            "Une autre personne a écrit les révisions d’avant.",
            "Someone else wrote the earlier revisions.",
        ),
        "fault.not-a-time": ("L’heure n’est pas lisible.", "The time cannot be read."),
        "fault.not-a-duration": ("La durée n’est pas lisible.", "The duration cannot be read."),
        "fault.unknown": ("Inconnu ici.", "Not known here."),
        "fault.outside-scope": (
            "Le lieu est hors de la zone du téléphone.",
            "The place is outside the phone's area.",
        ),
        "fault.missing": ("Il manque.", "It is missing."),
        "fault.how-unknown": ("On ne sait pas comment il a été donné.", "How it was given is not known."),
        "fault.attribution-unknown": (
            "On ne sait pas si le nom peut être dit.",
            "Whether the name may be told is not known.",
        ),
        "fault.uses-unreadable": ("Les usages permis ne sont pas lisibles.", "The permitted uses cannot be read."),
        "fault.not-given": (
            "La personne n’a pas accepté qu’on garde sa réponse.",
            "The person did not agree to have the answer kept.",
        ),
        "fault.not-a-list": ("La liste des fichiers n’est pas lisible.", "The list of files cannot be read."),
        "fault.not-an-object": ("Les réponses ne sont pas lisibles.", "The answers cannot be read."),
        "fault.bad-character": ("Elle contient un signe interdit.", "It holds a forbidden sign."),
        "fault.not-a-uuid7": ("Il n’est pas lisible.", "It cannot be read."),
        "fault.not-a-revision": ("Il n’est pas lisible.", "It cannot be read."),
        "fault.not-a-sha256": ("Elle manque ou n’est pas lisible.", "It is missing or cannot be read."),
        "fault.does-not-match": (
            "Le contenu a été abîmé en route.",
            "The content was damaged on its way.",
        ),
        "fault.not-a-text": ("Elle manque.", "It is missing."),
        "fault.not-a-json-object": ("Elle n’est pas lisible.", "It cannot be read."),
        "fault.too-large": ("Elle est trop grande.", "It is too large."),
        "fault.too-deep": ("Elle est trop emboîtée.", "It is nested too deep."),
        "fault.conflict": (
            "Une autre version de la même révision est déjà là.",
            "Another version of the same revision is already here.",
        ),
        "fault.other": ("Quelque chose ne va pas ({reason}).", "Something is wrong ({reason})."),
        "field.entry": ("L’envoi", "What was sent"),
        "field.id": ("Numéro de fiche", "Record number"),
        "field.digest": ("Somme de contrôle", "Checksum"),
        "field.body": ("La fiche", "The record"),
        "field.programme": ("Programme", "Programme"),
        "field.author": ("Auteur", "Author"),
        "field.recorded_at": ("Heure", "Time"),
        "field.duration_ms": ("Durée", "Duration"),
        "field.mode": ("Recueil", "How it was taken"),
        "field.instrument": ("Formulaire", "Form"),
        "field.place": ("Lieu", "Place"),
        "field.project": ("Projet", "Project"),
        "field.location": ("Position", "Position"),
        "field.consent": ("Accord", "Consent"),
        "field.media": ("Fichiers", "Files"),
        "field.answers": ("Réponses", "Answers"),
        "field.rev": ("Révision", "Revision"),
    }
)


def fault_words(error: Mapping[str, Any], lang: str) -> str:
    """Why an entry is in quarantine, in words; the instrument's own sentence where it has one."""
    own = error.get("message")
    if isinstance(own, Mapping) and (text := own.get(lang) or own.get("fr")):
        return str(text)
    reason = str(error.get("reason"))
    if reason in validation.REASONS:
        return validation.sentence(reason, lang)
    if f"fault.{reason}" in TEXTS.rows:
        return TEXTS.say(f"fault.{reason}", lang=lang)
    return TEXTS.say("fault.other", lang=lang, reason=reason)


def field_words(field: str, lang: str) -> str:
    """What a fault is about, where it is not a question."""
    return TEXTS.say(f"field.{field}", lang=lang) if f"field.{field}" in TEXTS.rows else field
