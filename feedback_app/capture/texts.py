"""What the command line and the desk say of instruments."""

from __future__ import annotations

from feedback_app.base.i18n import Texts

TEXTS = Texts(
    {
        "forms": ("Formulaires", "Forms"),
        "no_programme": ("Il n’y a pas de programme « {name} ».", "There is no programme “{name}”."),
        "nothing_new": ("rien de nouveau", "nothing new"),
        "form_taken": ("{form} est importé.", "{form} is imported."),
        "form_could": ("{form} peut être importé.", "{form} can be imported."),
        "form_known": ("{form} est déjà là, sans changement.", "{form} is there already, unchanged."),
        "form": ("Formulaire", "Form"),
        "version": ("Version", "Version"),
        "languages": ("Langues", "Languages"),
        "questions": ("Questions", "Questions"),
        "since": ("Depuis le", "Since"),
        "travels": (
            "Les téléphones la reçoivent à leur prochain échange ; une fiche commencée garde sa version.",
            "Phones get it with their next exchange; a record that was begun keeps its version.",
        ),
        "upload": ("Ajouter ou remplacer un formulaire", "Add or replace a form"),
        "upload_why": (
            "Un XLSForm (.xlsx, .xls, .csv ou .md). Rien ne change avant votre accord.",
            "An XLSForm (.xlsx, .xls, .csv or .md). Nothing changes before you agree.",
        ),
        "file": ("Fichier", "File"),
        "media": (
            "Images et sons du formulaire, s’il en nomme (les fichiers, ou une archive .zip)",
            "Pictures and sounds of the form, if it names any (the files, or a .zip archive)",
        ),
        "own_language": ("Langue, si le formulaire ne la dit pas", "Language, if the form does not say it"),
        "fr": ("français", "French"),
        "en": ("anglais", "English"),
        "as_text": (
            "Poser par écrit ce que le téléphone ne sait pas demander autrement",
            "Ask in words what the phone cannot ask otherwise",
        ),
        "look": ("Voir ce que ça donne", "See what it gives"),
        "refused": (
            "Ce formulaire ne peut pas servir. Rien n’a changé.",
            "This form cannot be used. Nothing has changed.",
        ),
        "no_file": ("Choisissez un fichier.", "Choose a file."),
        "too_large": (
            "Un formulaire, ses images et ses sons : {most} Mo en tout, pas plus.",
            "A form, its pictures and its sounds: {most} MB in all, no more.",
        ),
        "preview": ("Aperçu", "Preview"),
        "left_aside": ("Ce qui est laissé de côté", "What is left aside"),
        "asked": ("Ce qui sera demandé", "What will be asked"),
        "take": ("Donner ce formulaire aux téléphones", "Give this form to the phones"),
        "back": ("Revenir sans rien changer", "Go back and change nothing"),
        "replaces": ("Remplace la version {version}.", "Replaces version {version}."),
        "is_new": ("Nouveau formulaire.", "A new form."),
        "required": ("obligatoire", "required"),
        "if": ("sous condition", "on a condition"),
        "checked": ("réponse contrôlée", "answer checked"),
        "filtered": ("choix selon les réponses d’avant", "choices by the answers before"),
        "where": ("Où", "Where"),
        "why": ("Pourquoi", "Why"),
        "no_label": ("(sans texte)", "(no text)"),
        "kind.text": ("texte", "text"),
        "kind.integer": ("nombre entier", "whole number"),
        "kind.decimal": ("nombre", "number"),
        "kind.range": ("échelle", "scale"),
        "kind.select_one": ("un choix", "one choice"),
        "kind.select_multiple": ("plusieurs choix", "several choices"),
        "kind.rank": ("classement", "ranking"),
        "kind.acknowledge": ("accord", "acknowledgement"),
        "kind.date": ("date", "date"),
        "kind.time": ("heure", "time"),
        "kind.dateTime": ("date et heure", "date and time"),
        "kind.geopoint": ("position", "position"),
        "kind.image": ("photo", "photo"),
        "kind.audio": ("voix", "voice"),
        "kind.note": ("note", "note"),
        "kind.calculate": ("calcul", "calculation"),
        "kind.group": ("groupe", "group"),
        "kind.repeat": ("répétition", "repeat"),
    }
)
