"""The words of what somebody typed that say what it is about. Pure."""

from __future__ import annotations

SHORTEST = 4
LONGEST = 40
_COMMON = (
    "afin aide ainsi alors apres assez aucun aucune aussi autre autres avant avec avoir avons beaucoup been "
    "bien cela cele celle ceux chaque chez chose choses comme comment contre dans deja depuis dernier "
    "derniere dessus deux devant doit doivent donc dont encore enfin ensuite entre etaient etait etant etes "
    "etre faire fait faut fois font from gens grand grande have hier ils jamais jour jours jusqu jusque leur "
    "leurs lorsque maintenant mais manque meme memes mieux moins mois notre nous parce partout pendant "
    "personne peut peuvent plus plusieurs pour pourquoi presque puis quand quatre quel quelle quelque "
    "quelques quoi rien sans seul seule sommes sont sous souvent suis that there they this tous tout toute "
    "toutes tres trois trop vers very village villages voici voila vont votre vous vraiment with"
)
COMMON = frozenset(_COMMON.split())
"""Words of French and English that are about nothing, folded."""


def subjects(written: str | None, *, names: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words of a folded text, without common ones, numbers, and the names of the place."""
    return frozenset(
        word
        for word in (written or "").split()
        if SHORTEST <= len(word) <= LONGEST and not word.isdigit() and word not in COMMON and word not in names
    )
