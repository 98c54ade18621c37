"""Texts of decisions, French and English: each action, what it asks for, why it was refused."""

from __future__ import annotations

from feedback_app.review.decisions import desk_actions

ROWS: dict[str, tuple[str, str]] = {
    **dict(desk_actions.texts()),
    "did.undo": ("a annulé une décision prise sur plusieurs fiches", "undid a decision on several records"),
    "did.return": (
        "avait réuni cette fiche avec une autre, qui n’est plus là : elle est de nouveau à relire",
        "had merged this record into another that is gone: it is to be reviewed again",
    ),
    "did.joined": ("a réuni une autre fiche avec celle-ci", "merged another record into this one"),
    "did.parted": ("a séparé une fiche de celle-ci", "split a record from this one"),
    "done.see": ("revoir ou annuler", "look again or undo"),
    "decide.title": ("Décision", "Decision"),
    "decide.reason": ("Raison", "Reason"),
    "decide.service": ("Quel service ?", "Which service?"),
    "decide.reason.choose": ("Choisissez…", "Choose…"),
    "decide.message": ("Message au téléphone de l’auteur", "Message to the author's phone"),
    "decide.message.ask": (
        "Dites ce qu’il faut faire, en phrases courtes. {author} lira ce message sans réseau.",
        "Say what to do, in short sentences. {author} will read this without a network.",
    ),
    "decide.voice": ("Ou dites-le avec votre voix", "Or say it with your voice"),
    "decide.voice.hint": (
        "Elle s’entend sur le téléphone de l’auteur, sans réseau. Fichier : MP3, M4A, Ogg ou WebM.",
        "It is heard on the author's phone, without a network. As a file: MP3, M4A, Ogg or WebM.",
    ),
    "decide.message.optional": ("Facultatif.", "Optional."),
    "decide.none": ("Rien à décider ici.", "Nothing to decide here."),
    "refusal.reason": ("Choisissez une raison.", "Choose a reason."),
    "refusal.message": ("Écrivez ou dites ce que l’auteur doit faire.", "Write or say what the author must do."),
    "refusal.no-sound": (
        "Rien ne s’entend dans ce fichier. Choisissez-en un autre, ou parlez à nouveau.",
        "Nothing can be heard in this file. Choose another one, or record again.",
    ),
    "refusal.sound-too-long": (
        "Cette voix est trop longue pour les téléphones. Dites-le en moins de huit minutes.",
        "This voice is too long for phones. Say it in less than eight minutes.",
    ),
    "refusal.sound-format": (
        "Les téléphones ne lisent pas tous ce son. Choisissez un MP3 ou un M4A.",
        "Not all phones play this sound. Choose an MP3 or M4A.",
    ),
    "refusal.too-long": (
        "Le message est trop long (2000 signes au plus).",
        "The message is too long (2000 signs at most).",
    ),
    "refusal.impossible": (
        "Cette décision n’est pas possible dans cet état. Rien n’a changé.",
        "This decision is not possible in this state. Nothing has changed.",
    ),
    "refusal.claimed": (
        "Une autre personne s’occupe de cette fiche. Rien n’a été enregistré. "
        "Reprenez-la d’abord, si elle ne peut pas.",
        "Somebody else is looking after this record. Nothing was saved. Take it over first, if they cannot.",
    ),
    "refusal.whom": (
        "Choisissez à qui la confier : quelqu’un qui relit les fiches de ce lieu. Rien n’a changé.",
        "Choose to whom to give it: somebody who reviews records of this place. Nothing has changed.",
    ),
    "refusal.comment": (
        "Dites en trois cents signes au plus ce qu’il faut regarder. Rien n’a changé.",
        "Say in three hundred signs at most what to look at. Nothing has changed.",
    ),
    "refusal.tag": (
        "Une étiquette a des lettres et des chiffres, trente signes au plus. Rien n’a changé.",
        "A tag has letters and digits, thirty signs at most. Nothing has changed.",
    ),
    "decide.whom": ("À qui ?", "To whom?"),
    "refusal.target": (
        "Cette fiche ne peut pas être réunie avec celle-là. Rien n’a changé.",
        "This record cannot be merged into that one. Nothing has changed.",
    ),
    "refusal.unchanged": ("Aucune réponse n’a été changée.", "No answer was changed."),
    "refusal.question": (
        "Une réponse envoyée n’est pas de celles que l’on corrige ici. Rien n’a changé.",
        "An answer that was sent is not one that is corrected here. Nothing has changed.",
    ),
    "refusal.faults": (
        "Avec ces réponses la fiche ne passe pas. Rien n’a été enregistré. Ce qui ne va pas est dit à chaque question.",
        "With these answers the record does not pass. Nothing was saved. What is wrong is said at each question.",
    ),
    "refusal.chain": (
        "Une fiche déjà réunie n’en reçoit pas d’autres, et celle qui en a reçu n’est réunie avec aucune : "
        "choisissez la fiche qui reste, ou séparez d’abord. Rien n’a changé.",
        "A record that was merged takes in no others, and one that took some in is merged into none: choose the record "
        "that stays, or split first. Nothing has changed.",
    ),
    "refusal.stale": (
        "Cette fiche a changé pendant que vous la lisiez : quelqu’un a décidé, ou une nouvelle révision est là. "
        "Rien n’a été enregistré. Voici où elle en est.",
        "This record changed while you were reading: someone decided, or a new revision came. "
        "Nothing was saved. This is where it stands.",
    ),
}
