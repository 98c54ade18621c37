"""What more than one page of review says, French and English."""

from __future__ import annotations

from schemas import states

ROWS: dict[str, tuple[str, str]] = {
    **states.words("state", "desk", "label"),
    "danger.asked": ("Demande d’aide", "Call for help"),
    "danger.maybe": ("Peut-être quelqu’un en danger", "Somebody may be in danger"),
    "danger.urgent": ("Urgent", "Urgent"),
    "queue.title": ("Relecture", "Review"),
    "row.silent": ("(sans mots)", "(no words)"),
    "row.revision": ("révision {rev}", "revision {rev}"),
    "record.back": ("Retour à la liste", "Back to the list"),
    "record.place": ("Lieu", "Place"),
    "mode.alone": ("seul", "alone"),
    "mode.assisted": ("avec une aide", "assisted"),
    "mode.group": ("en groupe", "in a group"),
    "row.day": ("jour à vérifier", "day to check"),
    "size.kb": ("{n} ko", "{n} kB"),
}
