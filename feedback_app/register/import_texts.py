"""What is said of files of places and projects: on the page, at the command line, and by reason what is wrong."""

from __future__ import annotations

from collections.abc import Mapping

IMPORT_PAGE: Mapping[str, tuple[str, str]] = {
    "upload_places": ("Charger des lieux", "Load places"),
    "own_places_only": (
        "Ajoutez des lieux dans votre programme, ou corrigez ceux qu’il a ajoutés. Pour tout autre lieu, demandez à un "
        "administrateur. Les lignes qui ne changent rien peuvent rester dans le fichier.",
        "Add places in your programme, or correct those that it added. For any other place, ask an administrator. Rows "
        "that change nothing may stay in the file.",
    ),
    "all_places_yours": (
        "Ces lieux sont ceux de tous les programmes. Le niveau et la population décident de ce qui est nommé en "
        "public.",
        "These places are those of all programmes. Level and population decide what is named in public.",
    ),
    "upload_projects": ("Charger des projets", "Load projects"),
    "file_places": ("Fichier CSV, Excel (.xlsx) ou GeoJSON", "CSV, Excel (.xlsx) or GeoJSON file"),
    "file_projects": ("Fichier CSV ou Excel (.xlsx)", "CSV or Excel (.xlsx) file"),
    "load": ("Charger", "Load"),
    "loaded": ("C’est chargé : {counts}.", "Loaded: {counts}."),
    "would_load": (
        "Rien n’est encore chargé. Ce fichier donnerait : {counts}.",
        "Nothing is loaded yet. This file would give: {counts}.",
    ),
    "new.one": ("1 nouveau", "1 new"),
    "new.many": ("{n} nouveaux", "{n} new"),
    "known.one": ("1 changé", "1 changed"),
    "known.many": ("{n} changés", "{n} changed"),
    "same.one": ("1 inchangé", "1 unchanged"),
    "same.many": ("{n} inchangés", "{n} unchanged"),
    "blank.one": ("1 case vide", "1 empty cell"),
    "blank.many": ("{n} cases vides", "{n} empty cells"),
    "kept.one": ("1 case vide, valeur gardée", "1 empty cell, value kept"),
    "kept.many": ("{n} cases vides, valeurs gardées", "{n} empty cells, values kept"),
    "cleared.one": ("1 valeur vidée", "1 value emptied"),
    "cleared.many": ("{n} valeurs vidées", "{n} values emptied"),
    "shapes.one": ("1 contour", "1 outline"),
    "shapes.many": ("{n} contours", "{n} outlines"),
    "columns_read": ("Colonnes lues :", "Columns read:"),
    "file": ("Fichier", "File"),
    "emptied": ("vidé", "emptied"),
    "kept_empty": ("case vide : gardé ; --clear pour vider", "empty cell: kept; --clear empties it"),
    "doubts_refused": (
        "Rien n’a été chargé : vérifiez ces doutes. Si tout est juste, ajoutez --accept-doubts (ou --encoding pour "
        "dire l’encodage).",
        "Nothing was loaded: look at these doubts. If all is right, add --accept-doubts (or --encoding to name the "
        "encoding).",
    ),
    "look": ("Voir ce qui changerait", "See what would change"),
    "preview": ("Ce qui changerait", "What would change"),
    "read_as": (
        "Fichier lu comme {page}. Ces mots sont-ils justes ?",
        "File read as {page}. Are these words right?",
    ),
    "read_again": ("Relire autrement", "Read it another way"),
    "is_new": ("Nouveaux", "New"),
    "is_changed": ("Changements", "Changes"),
    "was": ("Avant", "Before"),
    "will_be": ("Après", "After"),
    "would_empty": ("Cases vides dans le fichier", "Empty cells in the file"),
    "would_empty_why": (
        "Ces valeurs sont gardées, sauf si vous cochez la case.",
        "These values are kept, unless you tick the box.",
    ),
    "do_clear": ("Vider aussi ces valeurs", "Empty these values too"),
    "doubts": ("À vérifier avant de charger", "To check before loading"),
    "do_accept": ("J’ai vérifié : c’est juste", "I have checked: it is right"),
    "remarks": ("Remarques", "Remarks"),
    "confirm_load": ("Charger ces changements", "Load these changes"),
    "load_not": ("Ne rien changer", "Change nothing"),
    "no_change": (
        "Ce fichier ne change rien : tout est déjà là.",
        "This file changes nothing: all is there already.",
    ),
    "changed_meanwhile": (
        "Rien n’a été chargé : entre-temps, quelque chose a changé. Voici ce que le fichier changerait maintenant.",
        "Nothing was loaded: something changed meanwhile. This is what the file would change now.",
    ),
    "not_accepted": (
        "Rien n’a été chargé : cochez d’abord que vous avez vérifié.",
        "Nothing was loaded: first tick that you have checked.",
    ),
    "more_rows": ("… et {count} autres", "… and {count} more"),
    "nothing_loaded": (
        "Rien n’a été chargé. Corrigez ces lignes, puis recommencez.",
        "Nothing was loaded. Mend these rows, then try again.",
    ),
    "row": ("Ligne", "Row"),
    "column": ("Colonne", "Column"),
    "why": ("Pourquoi", "Why"),
    "value": ("Valeur", "Value"),
}

IMPORT_FAULTS: Mapping[str, tuple[str, str]] = {
    "too-large": ("fichier trop grand", "file too large"),
    "not-text": (
        "ce fichier ne se lit pas ; enregistrez-le en « CSV UTF-8 » ou en .xlsx",
        "this file cannot be read; save it as “CSV UTF-8” or .xlsx",
    ),
    "which-code-page": (
        "l’encodage n’est pas sûr ; enregistrez en « CSV UTF-8 », ou choisissez la bonne lecture",
        "the encoding is not certain; save as “CSV UTF-8”, or choose the right reading",
    ),
    "garbled": (
        "lettres abîmées par un mauvais encodage ; repartez du fichier d’origine, en « CSV UTF-8 »",
        "letters damaged by a wrong encoding; go back to the original file, as “CSV UTF-8”",
    ),
    "letter-lost": (
        "un « ? » à la place d’une lettre ; enregistrez en « CSV UTF-8 » ou en .xlsx",
        "a “?” in place of a letter; save as “CSV UTF-8” or .xlsx",
    ),
    "old-workbook": (
        "ancien classeur Excel (.xls) ; enregistrez-le en .xlsx",
        "old Excel workbook (.xls); save it as .xlsx",
    ),
    "opendocument": (
        "classeur OpenDocument (.ods) ; enregistrez-le en .xlsx",
        "OpenDocument workbook (.ods); save it as .xlsx",
    ),
    "not-a-workbook": ("classeur abîmé ou protégé par un mot de passe", "workbook damaged or password-protected"),
    "macros": ("classeur avec des macros ; enregistrez-le en .xlsx", "workbook with macros; save it as .xlsx"),
    "too-much-work": (
        "ce fichier demande trop de travail ; enregistrez-le de nouveau en CSV, ou en plusieurs fichiers",
        "this file takes too much work; save it again as CSV, or as several files",
    ),
    "unpacks-too-large": ("classeur trop grand une fois ouvert", "workbook too large once opened"),
    "sheet-which": (
        "plusieurs feuilles ont ces colonnes ; n’en gardez qu’une",
        "several sheets have these columns; keep one",
    ),
    "sheet-not-read": ("feuille non lue", "sheet not read"),
    "cell-error": ("la cellule contient une erreur", "the cell holds an error"),
    "cell-too-long": ("cellule trop longue", "cell too long"),
    "formula-without-value": (
        "formule jamais calculée ; ouvrez le fichier et enregistrez-le",
        "formula never computed; open and save the file",
    ),
    "column-unknown": ("colonne inconnue, non lue", "unknown column, not read"),
    "column-nameless": ("colonne sans titre, non lue", "column without a heading, not read"),
    "row-too-long": (
        "plus de cases que de titres ; un texte avec le séparateur doit être entre guillemets",
        "more cells than headings; text with the separator must be in quotes",
    ),
    "code-became-date": (
        "le tableur a changé ce code en date ; mettez la colonne en texte",
        "the spreadsheet turned this code into a date; make the column text",
    ),
    "digits-lost": (
        "le tableur a raccourci ce nombre ; mettez la colonne en texte",
        "the spreadsheet shortened this number; make the column text",
    ),
    "code-alike": (
        "ce code ressemble à un autre (zéros perdus, majuscules ?)",
        "this code is like another (zeros lost, case?)",
    ),
    "not-degrees": ("écrivez des degrés décimaux, comme 6,85", "write decimal degrees, such as 6.85"),
    "metres": (
        "ce sont des mètres (UTM ?) ; exportez en WGS84, en degrés",
        "these are metres (UTM?); export as WGS84 degrees",
    ),
    "point-zero": ("le point est à 0, 0 : il est faux", "the point is at 0, 0: it is wrong"),
    "point-swapped": ("latitude et longitude semblent échangées", "latitude and longitude seem swapped"),
    "point-sign": ("le signe (−) du point semble faux", "the point’s sign (−) seems wrong"),
    "point-far": ("le point est loin de ce qui l’entoure", "the point is far from what is around it"),
    "points-not-checked": (
        "points non vérifiés : aucun contour ni point connu autour",
        "points not checked: no outline or point known around",
    ),
    "crs-not-wgs84": (
        "système de coordonnées autre que WGS84 ; exportez en EPSG:4326",
        "coordinate system other than WGS84; export as EPSG:4326",
    ),
    "json-not-utf8": ("le GeoJSON doit être en UTF-8", "GeoJSON must be UTF-8"),
    "multipoint-several": (
        "plusieurs points pour un lieu ; gardez-en un",
        "several points for one place; keep one",
    ),
    "not-a-point-or-outline": ("ni point ni contour", "neither point nor outline"),
    "no-geometry": ("sans géométrie : le point reste comme il est", "without geometry: the point stays as it is"),
    "same-name": (
        "même nom qu’un autre lieu du même parent ; le code les distingue",
        "same name as another place of this parent; the code tells them apart",
    ),
    "cut": ("texte trop long, coupé", "text too long, cut"),
    "not-csv": ("CSV illisible", "unreadable CSV"),
    "not-json": ("JSON illisible", "unreadable JSON"),
    "not-a-feature-collection": ("ce n’est pas une FeatureCollection", "not a FeatureCollection"),
    "not-a-feature": ("élément sans géométrie ou sans propriétés", "feature without geometry or properties"),
    "not-an-outline": ("contour mal formé", "malformed outline"),
    "empty-file": ("fichier vide, ou sans ligne sous les titres", "empty file, or no row below the headings"),
    "too-many-rows": ("trop de lignes", "too many rows"),
    "column-twice": ("colonne présente deux fois", "column there twice"),
    "column-missing": ("colonne absente ; titres trouvés :", "column missing; headings found:"),
    "not-a-code": (
        "code absent ou mal formé : lettres sans accent, chiffres et . _ : - seulement",
        "code missing or malformed: only letters without accents, digits and . _ : -",
    ),
    "no-letter": ("un nom a des lettres", "a name has letters"),
    "number-became-date": (
        "le tableur a changé ce nombre en date ; mettez la colonne en texte, puis récrivez-le",
        "the spreadsheet turned this number into a date; make the column text, then write it again",
    ),
    "web-page": (
        "c’est une page web ou du XML, pas un tableau ; enregistrez en .xlsx ou en « CSV UTF-8 »",
        "this is a web page or XML, not a table; save it as .xlsx or “CSV UTF-8”",
    ),
    "other-unit": (
        "ce titre dit une autre unité ; écrivez des nombres entiers (personnes, francs CFA)",
        "this heading names another unit; write whole numbers (people, CFA francs)",
    ),
    "hidden-signs": ("signes invisibles dans le texte ; récrivez-le", "invisible signs in the text; write it again"),
    "no-parent": (
        "sans lieu parent : il serait tout en haut, comme un pays",
        "without a parent: it would be at the very top, as a country",
    ),
    "outline-only": ("non lue : un contour ne change que la forme", "not read: an outline changes the shape only"),
    "no-place-code": (
        "sans code de lieu : le projet n’est sur aucun lieu",
        "no place code: the project is at no place",
    ),
    "place-kept": ("code de lieu inconnu : le lieu d’avant reste", "unknown place code: the former place stays"),
    "share-too-large": ("part de plus de 100 % : non gardée", "share above 100 %: not kept"),
    "shares-over-whole": ("les parts font plus de 100 % en tout", "the shares are above 100 % in all"),
    "not-a-name": ("nom absent, trop long ou illisible", "name missing, too long or unreadable"),
    "not-in-range": ("nombre hors limites", "number out of range"),
    "half-a-point": ("il manque la moitié du point", "half of the point is missing"),
    "not-a-number": ("ce n’est pas un nombre", "not a number"),
    "twice": ("déjà présent dans ce fichier", "there twice in this file"),
    "unknown-parent": ("lieu parent inconnu", "unknown parent place"),
    "unknown-place": ("lieu inconnu", "unknown place"),
    "place-not-found": (
        "code de lieu inconnu : le projet est chargé sans lieu",
        "unknown place code: the project is loaded without a place",
    ),
    "outside-programme": ("ce lieu est hors de votre programme", "this place is outside your programme"),
    "place-of-others": (
        "ce lieu n’est pas de votre programme : seul un administrateur le change",
        "this place is not your programme’s: only an administrator changes it",
    ),
    "level-of-administrators": (
        "à ce niveau, seul un administrateur ajoute un lieu",
        "at this level only an administrator adds a place",
    ),
    "would-be-finer": (
        "ce lieu serait nommé en public : seul un administrateur le décide",
        "this place would be named in public: only an administrator decides that",
    ),
    "place-would-move": ("ce lieu changerait de parent", "this place would change its parent"),
    "circle": ("le lieu est son propre ancêtre", "the place is its own ancestor"),
    "too-deep": ("trop de niveaux", "too many levels"),
}
"""By `Fault.reason`."""
