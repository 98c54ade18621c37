"""Words of the page of data, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Données ouvertes", "Open data"),
        "intro": (
            "Tout ce que montrent les pages publiques, à télécharger : les mêmes lignes, les mêmes chiffres, protégés "
            "de la même façon. Aucune ligne n’est celle d’une personne.",
            "All that the public pages show, to download: the same rows, the same figures, protected in the same way. "
            "No row is of a person.",
        ),
        "which": ("Quel format choisir ?", "Which format?"),
        "which.excel": (
            "Pour Excel : le classeur (XLSX), ou le CSV pour Excel en français.",
            "For Excel: the workbook (XLSX), or the CSV for Excel in French.",
        ),
        "which.map": ("Pour une carte : GeoJSON.", "For a map: GeoJSON."),
        "which.program": ("Pour un programme : JSON ou CSV.", "For a program: JSON or CSV."),
        "licence": (
            "Licence : {licence}. Chaque fichier la porte, avec son jour.",
            "Licence: {licence}. Each file bears it, with its day.",
        ),
        "tools": ("Pour les programmeurs", "For programmers"),
        "method": ("Comment ces chiffres sont faits", "How these figures are made"),
        "page": ("Voir la page", "See the page"),
        "download": ("Télécharger", "Download"),
        "columns": ("Ce que disent les {n} colonnes", "What the {n} columns say"),
        "desk.title": ("Emporter des données", "Take data along"),
        "desk.records": ("Fiches acceptées", "Accepted records"),
        "desk.records.about": (
            "Une ligne par fiche de la liste, dans vos lieux. Ce sont les paroles de personnes : ne publiez pas ce "
            "fichier, et effacez-le quand il ne sert plus.",
            "A row for each record of the list, in your places. These are people’s words: do not publish this file, "
            "and delete it when it is of no more use.",
        ),
        "desk.count": ("{n} fiches", "{n} records"),
        "desk.count.one": ("1 fiche", "1 record"),
        "desk.none": ("Aucune fiche acceptée ne correspond.", "No accepted record fits."),
        "desk.many": (
            "Plus de {most} fiches : choisissez un lieu, un formulaire ou une période dans la liste.",
            "More than {most} records: choose a place, a form or a period in the list.",
        ),
        "desk.personal": (
            "Le fichier dit aussi qui parle, les mots écrits et qui a noté, là où vous veillez aux droits des "
            "personnes.",
            "The file also says who speaks, the words as written and who recorded them, where you look after people’s "
            "rights.",
        ),
        "desk.not_personal": (
            "Le fichier ne dit ni qui parle, ni les mots écrits, ni qui a noté ; d’une fiche délicate, seulement "
            "qu’elle existe.",
            "The file says neither who speaks, nor the words as written, nor who recorded them; of a sensitive record, "
            "only that there is one.",
        ),
        "desk.noted": (
            "Photos, voix et positions restent au bureau. Chaque fichier pris est noté au journal.",
            "Photos, voices and positions stay at the desk. Every file that is taken is noted in the audit log.",
        ),
        "desk.filter": ("Pour en prendre une partie, filtrez la liste :", "To take a part of them, filter the list:"),
        "desk.list": ("voir la liste", "see the list"),
        "desk.public": ("Données ouvertes", "Open data"),
        "col.name": ("Colonne", "Column"),
        "col.about": ("Ce qu’elle dit", "What it says"),
        "col.hxl": ("HXL", "HXL"),
    }
)
