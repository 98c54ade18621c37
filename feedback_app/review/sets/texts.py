"""What the page of a set says, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts
from feedback_app.review.decisions import texts as decisions_texts

TEXTS = TextTable(
    {
        **texts.ROWS,
        **decisions_texts.ROWS,
        "set.title": ("Décider ensemble", "Decide together"),
        "set.back": ("La liste", "The list"),
        "set.count": ("{n} fiches, et rien d’autre", "{n} records, and nothing else"),
        "set.count.one": ("Une fiche, et rien d’autre", "One record, and nothing else"),
        "set.frozen": (
            "La liste est arrêtée : ce qui arrive maintenant n’y entre pas, et ce qui change d’ici votre décision est "
            "laissé de côté et nommé.",
            "The list is settled: what arrives now does not enter it, and what changes before you decide is left out "
            "and named.",
        ),
        "set.cut": (
            "D’autres fiches correspondent : une décision en prend {most} au plus. Revenez ensuite pour les suivantes.",
            "More records match: one decision takes {most} at most. Come back for the next ones.",
        ),
        "set.danger": (
            "Les fiches où quelqu’un est peut-être en danger n’y sont pas : elles se lisent une par une.",
            "Records where somebody may be in danger are not in it: they are read one by one.",
        ),
        "set.empty": ("Aucune fiche ne correspond.", "No record matches."),
        "set.sample": ("Les premières", "The first ones"),
        "set.decide": ("Que décidez-vous pour toutes ?", "What do you decide for all?"),
        "set.go": ("Décider pour {n} fiches", "Decide for {n} records"),
        "set.go.one": ("Décider pour une fiche", "Decide for one record"),
        "set.then": (
            "Vous pourrez annuler pendant dix minutes. Les auteurs ne l’apprennent qu’après.",
            "You can undo it for ten minutes. Authors hear of it only after that.",
        ),
        "set.mark.flag": ("Demander un autre regard", "Ask for another look"),
        "set.mark.tag": ("Étiqueter", "Tag them"),
        "set.flag": ("À regarder : quoi, et pourquoi ?", "What to look at, and why?"),
        "set.tag": ("Étiquette", "Tag"),
        "set.whom": ("À qui les confier", "To whom to give them"),
        "done.flag": ("Signalées :", "Flagged:"),
        "done.tag": ("Étiquetées :", "Tagged:"),
        "set.needs_reason": ("(demande une raison)", "(needs a reason)"),
        "set.message": ("Message aux auteurs, s’il en faut un", "Message to the authors, if one is needed"),
        "set.reason": ("Raison, pour écarter", "Reason, to reject"),
        "set.silent": ("Seule l’équipe le voit.", "The team alone sees it."),
        "set.running": ("{done} sur {n}…", "{done} of {n}…"),
        "set.undoing": ("Annulation : {done} sur {n}…", "Undoing: {done} of {n}…"),
        "set.continue": ("Continuer", "Go on"),
        "set.decided": ("{what} {n} fiches.", "{what} {n} records."),
        "set.given_up": (
            "La décision s’est arrêtée en route : {n} fiches n’ont pas changé.",
            "The decision stopped half way: {n} records have not changed.",
        ),
        "set.left_out": ("Laissées de côté ({n})", "Left out ({n})"),
        "outcome.stale": (
            "quelqu’un a décidé, ou une nouvelle révision est arrivée",
            "somebody decided, or a new revision came",
        ),
        "outcome.claimed": (
            "une autre personne s’en occupe",
            "somebody else is looking after it",
        ),
        "outcome.same": ("elle l’était déjà", "it was already"),
        "outcome.elsewhere": (
            "la personne choisie ne relit pas les fiches de ce lieu",
            "the person chosen does not review records of this place",
        ),
        "outcome.impossible": (
            "cette décision n’est pas possible dans son état",
            "this decision is not possible in its state",
        ),
        "outcome.changed": (
            "quelque chose lui est arrivé depuis : la décision reste",
            "something has happened to it since: the decision stays",
        ),
        "set.undo": ("Tout annuler", "Undo all of it"),
        "set.undo.until": (
            "Possible jusqu’à {time} {zone}. Les auteurs n’ont encore rien appris.",
            "Possible until {time} {zone}. Authors have not heard yet.",
        ),
        "set.undone": (
            "Annulé : {n} fiches sont exactement comme avant. Leurs auteurs n’en ont rien su.",
            "Undone: {n} records are exactly as before. Their authors never heard of it.",
        ),
        "set.undone.not": ("Pas annulées ({n})", "Not undone ({n})"),
        "set.published": (
            "Les auteurs l’apprennent à leur prochain contact ; pour revenir sur une fiche, rouvrez-la.",
            "Authors hear of it at their next contact; to change your mind about one record, reopen it.",
        ),
    }
)
