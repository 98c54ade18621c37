"""What the pages and the command line of this package say."""

from __future__ import annotations

from feedback_app.base.i18n import Texts
from feedback_app.enrol.preview import Preview

TEXTS = Texts(
    {
        "trusted": ("Personnes de confiance", "Trusted people"),
        "trusted.why": (
            "Quand quelqu’un dit qu’une personne est en danger, le téléphone ne demande plus rien : il montre la"
            " personne de confiance la plus proche, et son numéro à appeler, même sans réseau de données.",
            "When somebody says that a person is in danger, the phone asks nothing more: it shows the nearest trusted"
            " person and a number to call, without a data network too.",
        ),
        "trusted.none": (
            "Aucune personne de confiance n’est nommée : qui est en danger ne trouve personne à appeler"
            " dans ce programme.",
            "No trusted person is named: whoever is in danger finds nobody of this programme to call.",
        ),
        "trusted.name_one": ("Nommer une personne de confiance", "Name a trusted person"),
        "trusted.add": ("Nommer une personne", "Name a person"),
        "trusted.careful": (
            "Appelez vous-même ce numéro avant de le donner. Les voix enregistrées disent le numéro : s’il change,"
            " elles sont à refaire.",
            "Call this number yourself before you give it out. Recorded voices say the number: when it changes, record"
            " them again.",
        ),
        "trusted.phone": ("Numéro à appeler", "Number to call"),
        "trusted.role": ("Qui elle est, en quelques mots", "Who they are, in a few words"),
        "trusted.hours": ("Quand on peut appeler", "When one can call"),
        "trusted.languages": ("Langues parlées", "Languages spoken"),
        "trusted.whole": ("vide : tout le programme", "empty: all of the programme"),
        "trusted.example": ("Exemple, à remplacer", "Example, to be replaced"),
        "trusted.remove": ("Retirer", "Remove"),
        "trusted.remove_what": ("Retirer {name}", "Remove {name}"),
        "trusted.wrong": (
            "Rien n’a été enregistré. Corrigez ce qui est marqué.",
            "Nothing was saved. Correct what is marked.",
        ),
        "trusted.wrong.name": ("Écrivez un nom, 80 signes au plus.", "Write a name, at most 80 characters."),
        "trusted.wrong.phone": (
            "Écrivez un numéro de 3 à 15 chiffres, avec ou sans +.",
            "Write a number of 3 to 15 digits, with or without +.",
        ),
        "trusted.wrong.place": ("Ce lieu n’est pas dans le programme.", "This place is not in the programme."),
        "trusted.wrong.languages": (
            "Écrivez des codes de langue : fr dyu bci.",
            "Write language codes: fr dyu bci.",
        ),
        "trusted.loaded": ("{count} personnes de confiance.", "{count} trusted people."),
        "sign_in": ("Connexion au bureau", "Sign in to the desk"),
        "login": ("Identifiant", "Login"),
        "password": ("Mot de passe", "Password"),
        "enter": ("Se connecter", "Sign in"),
        "wrong_login": (
            "Cela n’a pas marché. Vérifiez l’identifiant et le mot de passe ; après plusieurs essais, attendez un peu.",
            "That did not work. Check login and password; after several attempts, wait a little.",
        ),
        "unsent.sign_in": (
            "Votre session était terminée : rien n’est parti. Ce que vous avez écrit n’est pas perdu ; "
            "connectez-vous, et vous le retrouvez.",
            "Your session had ended: nothing was sent. What you wrote is not lost; sign in and you find it again.",
        ),
        "unsent.title": ("Ce que vous aviez écrit", "What you had written"),
        "unsent.why": (
            "Votre session était terminée quand vous avez envoyé ceci. Rien n’est parti. Relisez, puis envoyez.",
            "Your session had ended when you sent this. Nothing went out. Read it again, then send.",
        ),
        "unsent.words": ("Votre texte", "Your text"),
        "unsent.files": (
            "Le fichier choisi n’a pas pu être gardé : choisissez-le de nouveau sur la page.",
            "The chosen file could not be kept: choose it again on the page.",
        ),
        "unsent.send": ("Envoyer", "Send"),
        "unsent.back": ("Revenir à la page sans envoyer", "Back to the page without sending"),
        "unsent.gone": (
            "Cette page a changé depuis, et le formulaire n’y est plus. Voici ce que vous aviez écrit :",
            "This page has changed since, and the form is no longer on it. This is what you had written:",
        ),
        "phones": ("Téléphones", "Phones"),
        "no_phones": ("Aucun téléphone n’est encore inscrit.", "No phone is enrolled yet."),
        "person": ("Personne", "Person"),
        "place": ("Lieu", "Place"),
        "role": ("Rôle", "Role"),
        "device": ("Appareil", "Device"),
        "last_seen": ("Dernier contact", "Last contact"),
        "never": ("jamais", "never"),
        "unsent": ("Non envoyés", "Unsent"),
        "state": ("État", "State"),
        "action": ("Action", "Action"),
        "holds": ("Encore sur le téléphone", "Still on the phone"),
        "nothing": ("rien", "nothing"),
        "unsent.n": ("{n} à envoyer", "{n} to send"),
        "since": ("depuis le {day}", "since {day}"),
        "media.n": ("{size} de photos et de voix", "{size} of photos and voices"),
        "drafts.n": ("{n} en brouillon", "{n} in draft"),
        "room": ("Place libre", "Free room"),
        "persisted": ("gardée par le navigateur", "kept by the browser"),
        "not_persisted": ("le navigateur peut l’effacer", "the browser may delete it"),
        "month": ("Ce mois-ci", "This month"),
        "unknown": ("pas encore dit", "not told yet"),
        "silence.quiet": ("peu de nouvelles", "quiet"),
        "silence.silent": ("silencieux", "silent"),
        "silence.never": ("jamais vu", "never seen"),
        "can_go": ("Peut être rendu", "Can be handed back"),
        "stays": ("À garder", "To be kept"),
        "why.silence": ("qu’il synchronise d’abord", "let it sync first"),
        "why.unknown": ("il n’a pas dit ce qu’il garde", "it did not say what it holds"),
        "why.unsent": ("des fiches à envoyer", "records to send"),
        "why.media": ("des photos ou des voix à envoyer", "photos or voices to send"),
        "why.drafts": ("des brouillons", "drafts"),
        "why.unsafe": ("pas encore tout en lieu sûr", "not all of it safe yet"),
        "revoked": ("retiré", "revoked"),
        "revoke": ("Retirer", "Revoke"),
        "revoke_sure": (
            "Ce téléphone ne pourra plus envoyer. Ce qu’il contient y reste. Retirer ?",
            "This phone can no longer send. What it holds stays on it. Revoke?",
        ),
        "move": ("Changer le lieu ou les formulaires", "Change place or forms"),
        "forms": ("Formulaires", "Forms"),
        "move_next": ("Voir ce qui change", "See what changes"),
        "move_from": ("Aujourd’hui : {place} ; {forms}.", "Now: {place}; {forms}."),
        "move_to": ("Ensuite : {place} ; {forms}.", "Then: {place}; {forms}."),
        "move_sure": (
            "À son prochain contact, le téléphone ne reçoit que ce qui change. Les fiches déjà faites pour l’ancien "
            "lieu restent valables et s’envoient comme avant.",
            "At its next contact the phone gets only what changes. Records already made for the old place stay valid "
            "and are sent as before.",
        ),
        "move_do": ("Changer", "Change"),
        "move_not": ("Ne rien changer", "Change nothing"),
        "code_again": ("Un nouveau code pour cette personne", "Another code for this person"),
        "code_again_why": (
            "Pour un deuxième téléphone de {person}, ou pour inscrire ce téléphone une nouvelle fois. Ses fiches "
            "restent les siennes.",
            "For a second phone of {person}, or to enrol this phone once more. Their records stay theirs.",
        ),
        "new_code": ("Inscrire un téléphone", "Enrol a phone"),
        "person_name": ("Nom de la personne", "Name of the person"),
        "make_code": ("Créer le code", "Make the code"),
        "code_ready": ("Le code est prêt", "The code is ready"),
        "code_once": (
            "Montrez ce carré à l’appareil photo du téléphone, ou envoyez le lien. Il sert une seule fois et n’est "
            "montré que maintenant.",
            "Show this square to the phone's camera, or send the link. It works once and is shown only now.",
        ),
        "until": ("Valable jusqu’au {day}", "Valid until {day}"),
        "open_codes": ("Codes en attente", "Open codes"),
        "places": ("Lieux", "Places"),
        "find_place": ("Chercher un lieu", "Find a place"),
        "find": ("Chercher", "Search"),
        "name": ("Nom", "Name"),
        "code": ("Code", "Code"),
        "level": ("Niveau", "Level"),
        "population": ("Habitants", "Population"),
        "no_places": ("Aucun lieu de ce nom ici.", "No place of this name here."),
        "upload_places": ("Charger des lieux", "Load places"),
        "upload_projects": ("Charger des projets", "Load projects"),
        "file_places": ("Fichier CSV, Excel (.xlsx) ou GeoJSON", "CSV, Excel (.xlsx) or GeoJSON file"),
        "file_projects": ("Fichier CSV ou Excel (.xlsx)", "CSV or Excel (.xlsx) file"),
        "load": ("Charger", "Load"),
        "loaded": (
            "{new} nouveaux, {known} changés, {same} inchangés, {shapes} contours.",
            "{new} new, {known} changed, {same} unchanged, {shapes} outlines.",
        ),
        "would_load": (
            "Rien n’est encore chargé. Ce fichier donnerait : {new} nouveaux, {known} changés, {same} inchangés, "
            "{shapes} contours.",
            "Nothing is loaded yet. This file would give: {new} new, {known} changed, {same} unchanged, "
            "{shapes} outlines.",
        ),
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
        "people": ("Personnes", "People"),
        "add_person": ("Ajouter une personne", "Add a person"),
        "optional_login": ("Identifiant (pour le bureau)", "Login (for the desk)"),
        "add": ("Ajouter", "Add"),
        "password_once": (
            "Mot de passe de {name}, montré cette fois seulement :",
            "Password of {name}, shown this once:",
        ),
        "not_saved": ("Rien n’a été enregistré : {fields}.", "Nothing was saved: {fields}."),
        "surveyor": ("enquêteur", "surveyor"),
        "facilitator": ("animateur", "facilitator"),
        "reviewer": ("relecteur", "reviewer"),
        "coordinator": ("coordinateur", "coordinator"),
        "partner": ("partenaire", "partner"),
        # Faults of an import, by reason.
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
        "programme_new": ("Programme créé.", "Programme made."),
        "programme_changed": ("Changé : {changed}.", "Changed: {changed}."),
        "programme_same": ("Rien n’a changé.", "Nothing has changed."),
        "place_stays": (
            "Le lieu reste {place}, et non {asked} : des téléphones et des fiches en dépendent. "
            "Pour un autre lieu, créez un autre programme.",
            "The place stays {place}, not {asked}: phones and records are bound to it. "
            "For another place make another programme.",
        ),
        "not-json": ("JSON illisible", "unreadable JSON"),
        "not-a-feature-collection": ("ce n’est pas une FeatureCollection", "not a FeatureCollection"),
        "not-a-feature": ("élément sans géométrie ou sans propriétés", "feature without geometry or properties"),
        "not-an-outline": ("contour mal formé", "malformed outline"),
        "empty-file": ("fichier vide", "empty file"),
        "too-many-rows": ("trop de lignes", "too many rows"),
        "column-twice": ("colonne présente deux fois", "column there twice"),
        "column-missing": ("colonne absente ; titres trouvés :", "column missing; headings found:"),
        "not-a-code": ("ce n’est pas un code", "not a code"),
        "not-a-name": ("nom absent, trop long ou illisible", "name missing, too long or unreadable"),
        "not-in-range": ("nombre hors limites", "number out of range"),
        "half-a-point": ("il manque la moitié du point", "half of the point is missing"),
        "not-a-number": ("ce n’est pas un nombre", "not a number"),
        "twice": ("déjà présent dans ce fichier", "there twice in this file"),
        "unknown-parent": ("lieu parent inconnu", "unknown parent place"),
        "unknown-place": ("lieu inconnu", "unknown place"),
        "place-not-found": ("lieu non trouvé ; gardé en note", "place not found; kept as a note"),
        "place-would-move": ("ce lieu changerait de parent", "this place would change its parent"),
        "circle": ("le lieu est son propre ancêtre", "the place is its own ancestor"),
        "too-deep": ("trop de niveaux", "too many levels"),
    }
)


def counted(key: str, preview: Preview) -> str:
    """The one sentence about a file: how much of it is new, changed, as before."""
    return TEXTS.say(
        key, new=len(preview.new), known=preview.known, same=preview.unchanged, shapes=preview.shapes
    )  # fmt: skip
