"""What the desk says of recorded prompts."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "voices": ("Voix des formulaires", "Voices of the forms"),
        "intro": (
            "Ce que les téléphones savent dire à voix haute, par formulaire et par langue. Les animateurs "
            "enregistrent dans l’application, sous Réglages ; une voix compte une fois écoutée et validée ici.",
            "What phones can say aloud, by form and by language. Facilitators record in the app, under Settings; a "
            "voice counts once it was heard and approved here.",
        ),
        "form": ("Formulaire", "Form"),
        "have": ("{have} sur {of}", "{have} of {of}"),
        "last": ("le {day}", "on {day}"),
        "all": ("tout est enregistré", "all is recorded"),
        "missing": ("Il manque {count}", "{count} missing"),
        "show_missing": ("Voir ce qui manque", "Show what is missing"),
        "part": ("Mots à dire", "Words to say"),
        "state": ("Enregistrement", "Recording"),
        "none": ("Rien d’enregistré", "Nothing recorded"),
        "came": ("Venu avec le formulaire", "Came with the form"),
        "by": ("{name}, le {day}", "{name}, on {day}"),
        "someone": ("Quelqu’un", "Someone"),
        "changed": (
            "Les mots ont changé depuis : « {words} »",
            "The words have changed since: “{words}”",
        ),
        "waits": ("À écouter", "To hear"),
        "waits_n": ("à écouter : {count}", "to hear: {count}"),
        "waits_why": (
            "À écouter avant que les téléphones les disent : {count}.",
            "To hear before phones say them: {count}.",
        ),
        "hear_first": ("Écouter", "Listen"),
        "waits_for_whole": (
            "Qui suit tout le programme l’écoute et le valide.",
            "Who looks after the whole programme hears and approves it.",
        ),
        "approve": ("Écouté : valider", "Heard: approve"),
        "approve_what": ("Valider la voix de « {words} »", "Approve the voice of “{words}”"),
        "refuse": ("Refuser", "Refuse"),
        "refuse_what": ("Refuser la voix de « {words} »", "Refuse the voice of “{words}”"),
        "no_sound": (
            "Ce fichier n’est pas un son : il ne peut pas être validé. Refusez-le.",
            "This file is no sound: it cannot be approved. Refuse it.",
        ),
        "withdraw": ("Retirer", "Withdraw"),
        "withdraw_what": ("Retirer la voix de « {words} »", "Withdraw the voice of “{words}”"),
        "taken": ("Ce qui a été retiré", "What was withdrawn"),
        "taken_by": ("{words} — retiré par {name}, le {day}", "{words} — withdrawn by {name}, on {day}"),
        "listen": ("Écouter « {words} »", "Listen to “{words}”"),
        "back": ("Toutes les voix", "All voices"),
        "no_forms": ("Ce programme n’a pas encore de formulaire.", "This programme has no form yet."),
    }
)
