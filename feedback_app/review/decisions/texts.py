"""Texts of decisions, French and English: each action, what it asks for, why it was refused."""

from __future__ import annotations

from feedback_app.review.decisions import desk_actions

ROWS: dict[str, tuple[str, str]] = {
    **dict(desk_actions.texts()),
    "did.undo": ("a annulé une décision prise sur plusieurs fiches", "undid a decision on several records"),
    "done.see": ("revoir ou annuler", "look again or undo"),
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
    "refusal.claimed": (
        "Une autre personne s’occupe de cette fiche. Rien n’a été enregistré. "
        "Reprenez-la d’abord, si elle ne peut pas.",
        "Somebody else is looking after this record. Nothing was saved. Take it over first, if they cannot.",
    ),
    "refusal.stale": (
        "Cette fiche a changé pendant que vous la lisiez : quelqu’un a décidé, ou une nouvelle révision est là. "
        "Rien n’a été enregistré. Voici où elle en est.",
        "This record changed while you were reading: someone decided, or a new revision came. "
        "Nothing was saved. This is where it stands.",
    ),
}
