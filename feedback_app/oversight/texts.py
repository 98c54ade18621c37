"""What the desk says about who did what."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "audit": ("Qui a fait quoi", "Who did what"),
        "intro": (
            "Chaque ligne est écrite une fois pour toutes : personne ne peut la changer ni l’effacer sans que cela se "
            "voie. On y lit des numéros, jamais ce que les gens ont dit.",
            "Each line is written once and for all: nobody can change or erase it without being noticed. It has "
            "numbers, never what people said.",
        ),
        "own_only": (
            "Vous suivez une partie du programme : vous voyez ici ce que vous avez fait vous-même.",
            "You look after a part of the programme: here you see what you did yourself.",
        ),
        "when": ("Quand", "When"),
        "who": ("Qui", "Who"),
        "what": ("Quoi", "What"),
        "about": ("À propos de", "About"),
        "where": ("Réseau", "Network"),
        "anyone": ("quelqu’un, sans se connecter", "somebody not signed in"),
        "command": ("sur le serveur : {id}", "on the server: {id}"),
        "job": ("le serveur, par lui-même : {id}", "the server by itself: {id}"),
        "device": ("téléphone de {name}", "{name}’s phone"),
        "someone": ("personne {id}", "person {id}"),
        "everything": ("tout", "everything"),
        "everyone": ("tout le monde", "everybody"),
        "day": ("Jour", "Day"),
        "show": ("Afficher", "Show"),
        "older": ("Voir plus ancien", "Show older ones"),
        "none": ("Rien à montrer ici.", "Nothing to show here."),
        "programme": ("Programme", "Programme"),
        "of.record": ("fiche", "record"),
        "of.code": ("code", "code"),
        "of.programme": ("programme", "programme"),
        "of.instrument": ("formulaire", "form"),
        "of.prompt": ("question", "question"),
        "of.theme": ("thème", "theme"),
        "of.solution": ("solution", "solution"),
        "of.file": ("fichier", "file"),
        "of.entry": ("envoi", "submission"),
        "of.route": ("page", "page"),
        "of.backup": ("sauvegarde", "backup"),
        "of.job": ("tâche", "job"),
        "of.audit": ("ligne", "line"),
        "more.place": ("lieu", "place"),
        "more.role": ("rôle", "role"),
        "more.person": ("personne", "person"),
        "more.reason": ("raison", "reason"),
        "more.count": ("nombre", "number"),
    }
)
