"""What more than one page of review says, French and English."""

from __future__ import annotations

from schemas import states

ROWS: dict[str, tuple[str, str]] = {
    **states.words("state", "desk", "label"),
    "danger.asked": ("Demande d’aide", "Call for help"),
    "danger.maybe": ("Peut-être quelqu’un en danger", "Somebody may be in danger"),
    "danger.urgent": ("Urgent", "Urgent"),
    "queue.take_along": ("Emporter ces fiches (Excel, CSV)", "Take these records along (Excel, CSV)"),
    "queue.title": ("Relecture", "Review"),
    "row.silent": ("(sans mots)", "(no words)"),
    "row.revision": ("révision {rev}", "revision {rev}"),
    "record.back": ("Retour à la liste", "Back to the list"),
    "record.place": ("Lieu", "Place"),
    "mode.alone": ("seul", "alone"),
    "mode.assisted": ("avec une aide", "assisted"),
    "mode.group": ("en groupe", "in a group"),
    "row.day": ("jour à vérifier", "day to check"),
    "keys.title": ("Touches du clavier", "Keyboard keys"),
    "keys.show": ("Touches", "Keys"),
    "keys.close": ("Fermer", "Close"),
    "keys.walk": ("fiche suivante, précédente", "next, previous record"),
    "keys.arrows": ("la même chose, dans une liste", "the same, in a list"),
    "keys.open": ("ouvrir la fiche", "open the record"),
    "keys.search": ("chercher", "search"),
    "keys.filters": ("filtres", "filters"),
    "keys.tick": ("cocher la fiche", "tick the record"),
    "keys.ticked": ("décider pour les fiches cochées", "decide for the ticked records"),
    "keys.whole": ("décider pour toute la liste", "decide for the whole list"),
    "keys.back": ("retour à la liste", "back to the list"),
    "keys.decide": ("décider, comme écrit sur les boutons", "decide, as written on the buttons"),
    "keys.voice": ("écouter la voix, s’arrêter", "play the voice, pause"),
    "keys.in_voice": (
        "dans la voix : 5 s en arrière ou en avant, plus lent ou plus vite",
        "in the voice: 5 s back or on, slower or faster",
    ),
    "keys.transcribe": ("écrire ce qui est dit", "write what is said"),
    "keys.escape": ("fermer ce qui est ouvert", "close what is open"),
    "keys.help": ("cette aide", "this help"),
    "size.kb": ("{n} ko", "{n} kB"),
}
