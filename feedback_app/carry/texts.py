"""What the desk and the command line say about hand-carried files."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "carried": ("Fichiers portés à la main", "Files carried by hand"),
        "intro": (
            "Un téléphone sans réseau peut confier ses fiches dans un fichier .echo. Déposez-le ici : chaque fiche est "
            "gardée une seule fois, au nom de son auteur, même si un autre apporte le même fichier.",
            "A phone without a network can hand over its records as an .echo file. Bring it here: each record is kept "
            "once, under its author's name, even when someone else brings the same file.",
        ),
        "file": ("Fichier .echo", "The .echo file"),
        "bring": ("Déposer", "Bring it in"),
        "vouch_open": (
            "Le serveur ne connaît plus ce téléphone ?",
            "The server no longer knows this phone?",
        ),
        "vouch": ("Nom de la personne dont c’est le téléphone", "Name of the person whose phone it is"),
        "vouch_why": (
            "Après une panne, un fichier peut venir d’un téléphone que le serveur ne connaît plus. Si vous savez de "
            "qui il est, écrivez son nom : ses fiches seront prises à ce nom. Vous en répondez.",
            "After a failure a file may come from a phone that the server no longer knows. If you know whose it is, "
            "write the name: its records are taken under that name. You vouch for it.",
        ),
        "earlier": ("Déjà apportés", "Brought earlier"),
        "none_yet": ("Aucun fichier n’a encore été apporté.", "No file has been brought yet."),
        "when": ("Apporté", "Brought"),
        "by": ("Par", "By"),
        "how.relay": ("un téléphone", "a phone"),
        "how.desk": ("le bureau", "the desk"),
        "how.cli": ("le serveur", "the server"),
        "kept": ("Fiches", "Records"),
        "media": ("Photos et voix", "Photos and voices"),
        "not_kept": ("Pas pris", "Not taken"),
        "outcome": ("Résultat", "Outcome"),
        "item": ("Dans le fichier", "In the file"),
        "from": ("Téléphone de", "Phone of"),
        "entry": ("fiche {id}, version {rev}", "record {id}, version {rev}"),
        "medium": ("photo ou voix {id}", "photo or voice {id}"),
        "whole_file": ("le fichier", "the file"),
        "elsewhere": (
            "Dans ce fichier, d’autres lieux que les vôtres : {count}. Leurs relecteurs les voient.",
            "In this file, of places that are not yours: {count}. Their reviewers see them.",
        ),
        "all_in": (
            "Tout ce fichier est arrivé : {kept} fiches, {media} photos et voix.",
            "All of this file has arrived: {kept} records, {media} photos and voices.",
        ),
        "part_in": (
            "{kept} fiches, {media} photos et voix sont arrivées. {damaged} ne le sont pas : elles sont nommées "
            "ci-dessous. Elles sont encore sur le téléphone de leur auteur.",
            "{kept} records, {media} photos and voices have arrived. {damaged} have not: they are named below. They "
            "are still on their author's phone.",
        ),
        "nothing_in": (
            "Rien n’a pu être pris dans ce fichier. Les fiches sont encore sur le téléphone de leur auteur.",
            "Nothing could be taken from this file. The records are still on their author's phone.",
        ),
        "too-large": (
            "Ce fichier est trop grand pour être un fichier .echo.",
            "This file is too large to be an .echo.",
        ),
        "too-many": ("Ce fichier dit contenir trop de choses.", "This file says that it holds too many things."),
        "nothing-of-ours": ("Ce n’est pas un fichier .echo.", "This is not an .echo file."),
        "not-ours": (
            "Ce fichier est fermé pour un autre programme, ou trop abîmé. Rien n’a été pris.",
            "This file is sealed for another programme, or too damaged. Nothing was taken.",
        ),
        "outcome.stored": ("arrivée", "arrived"),
        "outcome.known": ("déjà là", "already here"),
        "outcome.quarantined": ("arrivée, à vérifier", "arrived, to be checked"),
        "outcome.conflict": ("arrivée, mais une autre a ce numéro", "arrived, but another has its number"),
        "outcome.erased": ("effacée à la demande", "erased on request"),
        "outcome.damaged": ("abîmée dans le fichier", "damaged in the file"),
        "outcome.unvouched": ("on ne sait pas qui l’a écrite", "who wrote it is not known"),
        "outcome.refused": ("pas acceptée", "not accepted"),
        "outcome.withheld": (
            "pas gardée : la personne a dit non",
            "not kept: the person said no",
        ),
        "outcome.later": (
            "pas encore prise : déposez le fichier encore une fois",
            "not yet taken: bring the file again",
        ),
        "back": ("Tous les fichiers", "All files"),
    }
)
