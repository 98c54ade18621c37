"""What the desk says about backups."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "backups": ("Sauvegardes", "Backups"),
        "intro": (
            "Une fiche est « en lieu sûr » quand elle est dans une sauvegarde relue et vérifiée. D’ici là, le "
            "téléphone garde sa copie.",
            "A record is “safe” once it is in a backup that was read again and verified. Until then the phone keeps "
            "its copy.",
        ),
        "off": (
            "Aucune sauvegarde n’est programmée : les téléphones gardent tout. Réglez FEEDBACK_BACKUP sur le serveur.",
            "No backup is scheduled: phones keep everything. Set FEEDBACK_BACKUP on the server.",
        ),
        "none_yet": ("Aucune sauvegarde n’a encore été faite.", "No backup has been made yet."),
        "last_good": ("La dernière sauvegarde réussie est du {day}.", "The last backup that worked is of {day}."),
        "failed": (
            "La sauvegarde du {day} a échoué : {problem}. Rien de nouveau n’est en lieu sûr.",
            "The backup of {day} failed: {problem}. Nothing new is safe.",
        ),
        "late": (
            "La dernière sauvegarde réussie date du {day}. Rien de nouveau n’est en lieu sûr depuis.",
            "The last backup that worked is of {day}. Nothing new is safe since.",
        ),
        "none": (
            "Aucune sauvegarde n’a encore réussi : rien n’est en lieu sûr.",
            "No backup has worked yet: nothing is safe.",
        ),
        "clock": (
            "L’horloge du serveur était en avance. Les sauvegardes continuent, rien n’est effacé pendant une heure. "
            "Vérifiez l’heure du serveur (NTP).",
            "The server’s clock was ahead. Backups go on, and nothing is deleted for an hour. "
            "Check the server’s time (NTP).",
        ),
        "lacking": (
            "La sauvegarde du {day} est vérifiée, mais le fichier de photos ou de voix manque (en tout : {problem}). "
            "Les téléphones qui les ont encore vont les renvoyer. Voyez « Sauvegardes ».",
            "The backup of {day} is verified, but files of photos or voices are missing ({problem} in all). "
            "Phones that still have them will send them again. See “Backups”.",
        ),
        "ok_but": ("vérifiée, photos ou voix en moins : {lacking}", "verified, photos or voices missing: {lacking}"),
        "gone": ("Photos et voix dont le fichier manque", "Photos and voices whose file is missing"),
        "gone_why": (
            "Leur fichier n’est plus sur le serveur, ou il est abîmé. Les téléphones qui les ont encore les renvoient. "
            "Si le fichier revient à sa place, il compte de nouveau.",
            "Their file is no longer on the server, or it is damaged. Phones that still have them send them again. "
            "If the file comes back to its place, it counts again.",
        ),
        "noticed": ("Constaté", "Noticed"),
        "what": ("Quoi", "What"),
        "records": ("Fiches", "Records"),
        "photo": ("photo", "photo"),
        "voice": ("voix", "voice"),
        "started": ("Commencée", "Started"),
        "target": ("Où", "Where"),
        "outcome": ("Résultat", "Outcome"),
        "ok": ("vérifiée", "verified"),
        "bad": ("échouée", "failed"),
        "cut": ("en cours ou coupée", "under way or cut off"),
        "entries": ("Révisions", "Revisions"),
        "media": ("Photos et voix", "Photos and voices"),
        "bytes": ("Nouveaux octets", "New bytes"),
    }
)
