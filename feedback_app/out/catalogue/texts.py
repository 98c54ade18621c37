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
        "col.name": ("Colonne", "Column"),
        "col.about": ("Ce qu’elle dit", "What it says"),
        "col.hxl": ("HXL", "HXL"),
    }
)
