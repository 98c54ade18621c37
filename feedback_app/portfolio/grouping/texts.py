"""Words of the desk's page of suggested themes, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Thèmes suggérés", "Suggested themes"),
        "intro": (
            "La machine rapproche des besoins qui attendent. C’est vous qui décidez.",
            "The machine puts waiting needs side by side. You decide.",
        ),
        "none": ("Rien à suggérer pour le moment.", "Nothing to suggest for now."),
        "none.more": (
            "Une suggestion vient quand des besoins qui attendent ressemblent à un thème, ou quand trois voix au "
            "moins disent la même chose.",
            "A suggestion comes when waiting needs are like a theme, or when at least three voices say the same.",
        ),
        "position": ("{n} sur {total}", "{n} of {total}"),
        "ask.new": ("Un nouveau thème ?", "A new theme?"),
        "ask.near": ("À ranger sous ce thème ?", "To be put under this theme?"),
        "why": ("Pourquoi :", "Why:"),
        "why.choice": (
            "{voices} du même lieu choisissent la même réponse, « {detail} ».",
            "{voices} of one place choose the same answer, “{detail}”.",
        ),
        "why.words": (
            "{voices} disent presque la même chose : leurs textes se ressemblent à {low} % au moins.",
            "{voices} say nearly the same: their texts are at least {low}% alike.",
        ),
        "why.near": (
            "Ils ressemblent à des besoins de ce thème, par leurs mots ou par leur réponse.",
            "They are like needs of this theme, by their words or by their answer.",
        ),
        "reason.words": ("texte semblable à {percent} %", "text {percent}% alike"),
        "reason.same": ("même réponse que {n} autres d’ici", "same answer as {n} others of this place"),
        "reason.same.one": ("même réponse qu’un autre d’ici", "same answer as another of this place"),
        "needs": ("Les besoins", "The needs"),
        "untick": ("Décochez ceux qui n’ont rien à y faire.", "Untick those that do not belong."),
        "do.confirm": ("Créer ce thème", "Make this theme"),
        "do.join": ("Ranger sous ce thème", "Put under this theme"),
        "do.dismiss": ("Écarter", "Dismiss"),
        "dismiss.hint": (
            "Écartée, une suggestion ne revient que si d’autres besoins s’y ajoutent.",
            "Once dismissed, a suggestion comes back only when other needs join it.",
        ),
        "do.skip": ("Plus tard", "Later"),
        "do.first": ("Revenir à la première", "Back to the first"),
        "do.undo": ("Annuler", "Undo"),
        "second": (
            "Une deuxième personne relit le nom avant qu’il soit public.",
            "A second person reads the name before it is public.",
        ),
        "did.confirmed": (
            "Le thème est créé. Son nom attend une deuxième personne.",
            "The theme is made. Its name waits for a second person.",
        ),
        "did.joined": ("Les besoins cochés sont rangés.", "The ticked needs are put there."),
        "did.dismissed": ("La suggestion est écartée.", "The suggestion is dismissed."),
        "did.undone": ("C’est annulé : les besoins attendent de nouveau.", "Undone: the needs wait again."),
        "refusal.suggestion-stale": (
            "Cette suggestion n’est plus là : quelqu’un y a répondu, ou des besoins ont changé.",
            "This suggestion is gone: somebody answered it, or needs have changed.",
        ),
        "refusal.suggestion-published": (
            "Ce thème est déjà public : changez-le sur sa page.",
            "This theme is public already: change it on its page.",
        ),
        "keys": (
            "Touches : a accepter, e écarter, s plus tard, u annuler ; j et k vont d’un besoin à l’autre, x le coche.",
            "Keys: a accept, e dismiss, s later, u undo; j and k go from need to need, x ticks one.",
        ),
    }
)
