"""What is said to the person who wrote an instrument when it cannot be used: by code, (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

EXPRESSION: Mapping[str, tuple[str, str]] = {
    "empty": ("L’expression est vide.", "The expression is empty."),
    "too-long": (
        "L’expression est trop longue (plus de {most} signes).",
        "The expression is too long (over {most} characters).",
    ),
    "too-deep": (
        "Trop de parenthèses emboîtées (plus de {most}), signe {position}.",
        "Nested too deep (over {most}), at character {position}.",
    ),
    "bad-character": (
        "Signe inattendu « {found} », signe {position}.",
        "Unexpected character “{found}” at {position}.",
    ),
    "curly-quote": (
        "Guillemet ou espace typographique « {found} », signe {position} : tapez ' ou \" ou une espace simple.",
        "Typographic quote or space “{found}” at {position}: type ' or \" or a plain space.",
    ),
    "text-not-closed": ("Un guillemet n’est pas fermé, signe {position}.", "A quote is not closed, at {position}."),
    "unexpected": (
        "« {found} » n’est pas attendu ici, signe {position}.",
        "“{found}” is not expected here, at {position}.",
    ),
    "ends-early": ("L’expression s’arrête trop tôt.", "The expression ends too early."),
    "path": (
        "Les chemins (« {found} ») ne sont pas possibles ; écrivez ${{question}}, signe {position}.",
        "Paths (“{found}”) cannot be used; write ${{question}}, at {position}.",
    ),
    "bare-name": (
        "« {found} » seul ne veut rien dire : écrivez ${{{found}}} ou '{found}', signe {position}.",
        "“{found}” alone means nothing: write ${{{found}}} or '{found}', at {position}.",
    ),
    "last-saved": (
        "La dernière réponse (last-saved) n’est pas gardée, signe {position}.",
        "The last saved answer is not kept, at {position}.",
    ),
    "bad-reference": (
        "« {found} » n’est pas un nom de question, signe {position}.",
        "“{found}” is not the name of a question, at {position}.",
    ),
    "unknown-function": (
        "La fonction {found}() n’existe pas ici, signe {position}.",
        "There is no function {found}() here, at {position}.",
    ),
    "arguments": (
        "{found}() attend {least} à {most} valeurs, en a {given}, signe {position}.",
        "{found}() takes {least} to {most} values, has {given}, at {position}.",
    ),
    "not-literal": (
        "{found}() : la dernière valeur doit être un texte entre guillemets, signe {position}.",
        "{found}(): the last value must be a text in quotes, at {position}.",
    ),
    "choice-name": (
        "jr:choice-name() : la deuxième valeur doit être '${{question}}', signe {position}.",
        "jr:choice-name(): the second value must be '${{question}}', at {position}.",
    ),
    "date-format": (
        "format-date() : %{found} n’est pas possible, signe {position}.",
        "format-date(): %{found} cannot be used, at {position}.",
    ),
    "pattern": ("regex() : {reason_fr}, signe {position}.", "regex(): {reason_en}, at {position}."),
}
"""Faults of one expression; `position` counts characters from 1."""

SHEET: Mapping[str, tuple[str, str]] = {
    "unreadable": ("Le formulaire n’est pas lisible : {message}", "The form cannot be read: {message}"),
    "file-kind": (
        "« {found} » n’est pas un formulaire : il faut .xlsx, .xls, .csv ou .md.",
        "“{found}” is no form: it must be .xlsx, .xls, .csv or .md.",
    ),
    "not-a-workbook": (
        "Ce n’est pas un classeur lisible (abîmé, protégé par un mot de passe, ou autre chose sous ce nom).",
        "This is no readable workbook (damaged, protected by a password, or something else under that name).",
    ),
    "macros": (
        "Le classeur contient des macros : enregistrez-le sans macros.",
        "The workbook contains macros: save it without macros.",
    ),
    "too-much-work": (
        "Le classeur demande trop de travail : enregistrez-le de nouveau, ou en CSV.",
        "The workbook takes too much work: save it again, or as CSV.",
    ),
    "unpacks-too-large": ("Le classeur se déplie en trop de données.", "The workbook unpacks to too much data."),
    "not-utf8": (
        "L’encodage du texte n’est pas sûr : enregistrez en « CSV UTF-8 » ou en .xlsx.",
        "The encoding of the text is not certain: save it as “CSV UTF-8” or .xlsx.",
    ),
    "sheet-blank": (
        "Il y a un espace au début ou à la fin du nom de la feuille : enlevez-le.",
        "There is a blank before or after the sheet's name: take it away.",
    ),
    "csv-unreadable": ("CSV illisible ({found}).", "Unreadable CSV ({found})."),
    "formula": (
        "La cellule contient une formule ({found}) : écrivez sa valeur.",
        "The cell contains a formula ({found}): write its value.",
    ),
    "not-as-markdown": (
        "Le formulaire ne peut pas être gardé mot pour mot : enlevez les caractères spéciaux des cellules.",
        "The form cannot be kept word for word: take special characters out of the cells.",
    ),
    "version-taken": (
        "La version « {found} » existe déjà et dit autre chose : changez « version ».",
        "Version “{found}” is there already and says something else: change “version”.",
    ),
    "name-reserved": (
        "Écho garde le nom « {found} » pour lui-même : donnez-en un autre au formulaire.",
        "Écho keeps the name “{found}” for itself: give the form another.",
    ),
    "setting-assumed": (
        "Le réglage « {found} » manque ; on prend « {value} ».",
        "The setting “{found}” is missing; “{value}” is taken.",
    ),
    "too-large": ("Le formulaire est trop grand.", "The form is too large."),
    "sheet-missing": ("La feuille « {found} » manque.", "The sheet “{found}” is missing."),
    "setting-missing": ("Le réglage « {found} » manque.", "The setting “{found}” is missing."),
    "setting-unsupported": ("Le réglage « {found} » n’est pas possible.", "The setting “{found}” cannot be used."),
    "version-bad": ("La version « {found} » est trop longue.", "The version “{found}” is too long."),
    "column-unsupported": ("La colonne « {found} » n’est pas possible.", "The column “{found}” cannot be used."),
    "column-ignored": ("La colonne « {found} » est laissée de côté.", "The column “{found}” is left aside."),
    "language-missing": (
        "La langue de « {found} » manque : écrivez « label::French (fr) », ou le réglage default_language.",
        "The language of “{found}” is missing: write “label::English (en)”, or the setting default_language.",
    ),
    "language-code": (
        "« {found} » : ajoutez le code de la langue entre parenthèses, comme « French (fr) ».",
        "“{found}”: add the code of the language in parentheses, as in “English (en)”.",
    ),
    "translation-missing": ("Il manque le texte en « {found} ».", "The text in “{found}” is missing."),
    "label-missing": ("La question n’a pas de texte.", "The question has no text."),
    "type-unsupported": ("Le type « {found} » n’est pas possible.", "The type “{found}” cannot be used."),
    "metadata-ignored": (
        "« {found} » est laissé de côté : Écho note lui-même ce qu’il faut savoir d’un enregistrement.",
        "“{found}” is left aside: Écho itself notes what must be known of a record.",
    ),
    "shown-as-text": (
        "« {found} » n’est pas possible : la question est posée par écrit.",
        "“{found}” cannot be used: the question is asked in words.",
    ),
    "repeat-nested": (
        "Une répétition ne peut pas contenir de répétition.",
        "A repeat cannot hold a repeat.",
    ),
    "repeat-empty": ("La répétition ne pose aucune question.", "The repeat asks nothing."),
    "list-missing": (
        "La liste de choix « {found} » n’existe pas.",
        "There is no list of choices “{found}”.",
    ),
    "appearance-unsupported": (
        "L’apparence « {found} » n’est pas possible pour ce type.",
        "The appearance “{found}” cannot be used with this type.",
    ),
    "appearance-ignored": ("L’apparence « {found} » est laissée de côté.", "The appearance “{found}” is left aside."),
    "parameter-unsupported": (
        "Le paramètre « {found} » n’est pas possible.",
        "The parameter “{found}” cannot be used.",
    ),
    "name-bad": (
        "Le nom « {found} » : des lettres sans accent, des chiffres et _, pas plus de {most}.",
        "The name “{found}”: plain letters, digits and _, no more than {most}.",
    ),
    "name-twice": ("Le nom « {found} » est déjà pris.", "The name “{found}” is already taken."),
    "choice-name-bad": ("Le nom du choix « {found} » n’est pas possible.", "The choice name “{found}” cannot be used."),
    "choice-twice": ("Le choix « {found} » est deux fois dans la liste.", "The choice “{found}” is in the list twice."),
    "media-missing": (
        "Le fichier « {found} » n’est pas venu avec le formulaire.",
        "The file “{found}” did not come with the form.",
    ),
    "media-kind": (
        "« {found} » : il faut ici une image (.jpg, .png, .webp) ou un son (.mp3, .m4a, .ogg, .webm, .wav).",
        "“{found}”: a picture (.jpg, .png, .webp) or a sound (.mp3, .m4a, .ogg, .webm, .wav) belongs here.",
    ),
    "media-broken": (
        "Le fichier « {found} » ne se laisse pas lire : il est abîmé, ou autre chose que son nom.",
        "The file “{found}” cannot be read: it is damaged, or something other than its name.",
    ),
    "media-twofold": (
        "Il y a plusieurs fichiers « {found} », de contenus différents : donnez à chacun un nom à lui.",
        "There are several files “{found}” with different contents: give each a name of its own.",
    ),
    "media-too-large": ("Le son « {found} » dépasse 2 Mo.", "The sound “{found}” is over 2 MB."),
    "media-too-slow": (
        "« {found} » demande trop de travail : enregistrez l’image de nouveau, plus petite.",
        "“{found}” takes too much work: save the picture again, smaller.",
    ),
    "media-too-many-pixels": (
        "« {found} » : les images du formulaire ont ensemble plus d’un milliard de pixels ; donnez-les plus petites.",
        "“{found}”: the pictures of the form have over a thousand million pixels together; bring smaller ones.",
    ),
    "media-too-much": (
        "Il y a trop d’images et de sons : 1 000 fichiers et 60 Mo en tout, pas plus.",
        "There are too many pictures and sounds: 1,000 files and 60 MB in all, no more.",
    ),
    "media-bad-zip": ("L’archive « {found} » ne se laisse pas lire.", "The archive “{found}” cannot be read."),
    "picture-bad": (
        "Le nom d’image « {found} » : des lettres minuscules, des chiffres et des tirets.",
        "The picture name “{found}”: small letters, digits and dashes.",
    ),
    "picture-by-language": ("Une image par langue n’est pas possible.", "A picture for each language is not possible."),
    "constraint-ignored": (
        "Une contrainte ne change rien à une note et est laissée de côté.",
        "A constraint changes nothing for a note and is left aside.",
    ),
    "parameter-ignored": ("Le paramètre « {found} » est laissé de côté.", "The parameter “{found}” is left aside."),
    "media-ignored": (
        "L’image ou le son « {found} » est laissé de côté.",
        "The picture or sound “{found}” is left aside.",
    ),
    "label-assumed": ("Le texte manque ; on prend le nom.", "The text is missing; the name is taken."),
    "required-ignored": (
        "« required » ne change rien à un calcul et est laissé de côté.",
        "“required” changes nothing for a calculation and is left aside.",
    ),
    "required-impossible": ("Cette ligne ne peut pas être obligatoire.", "This row cannot be required."),
    "calculation-editable": (
        "Un calcul écraserait la réponse : ajoutez read_only, ou faites-en une ligne « calculate ».",
        "A calculation would overwrite the answer: add read_only, or make it a “calculate” row.",
    ),
    "default-misplaced": ("Une réponse d’avance n’est pas possible ici.", "A default is not possible here."),
    "default-bad": (
        "La réponse d’avance « {found} » ne va pas avec la question.",
        "The default “{found}” does not fit the question.",
    ),
    "calculation-missing": ("Le calcul manque.", "The calculation is missing."),
    "constraint-misplaced": ("Une contrainte n’est pas possible ici.", "A constraint is not possible here."),
    "expression": ("{column} : {sentence_fr}", "{column}: {sentence_en}"),
    "unknown-reference": ("{column} : il n’y a pas de question « {found} ».", "{column}: no question “{found}”."),
    "refers-to-group": ("{column} : « {found} » n’a pas de réponse.", "{column}: “{found}” has no answer."),
    "refers-aside": (
        "{column} : « {found} » est laissé de côté, on ne peut pas en parler.",
        "{column}: “{found}” is left aside and cannot be spoken of.",
    ),
    "several-values": (
        "{column} : « {found} » a plusieurs valeurs, prenez sum, count, min, max, join ou indexed-repeat.",
        "{column}: “{found}” has several values, one each time; use sum, count, min, max, join or indexed-repeat.",
    ),
    "indexed-repeat-shape": (
        "{column} : indexed-repeat(${{question}}, ${{répétition}}, numéro) ; « {found} » n’en est pas.",
        "{column}: indexed-repeat(${{question}}, ${{repeat}}, number); “{found}” is not of it.",
    ),
    "position-level": (
        "{column} : position(..) ne compte que les fois d’une répétition ; un groupe de plus demande ../.. .",
        "{column}: position(..) only counts the times of a repeat; each group in between takes another /.. .",
    ),
    "refers-ahead": (
        "{column} : « {found} » n’est pas encore répondue à cet endroit ; placez-la avant.",
        "{column}: “{found}” is not answered yet at that point; place it before.",
    ),
    "self-misplaced": ("{column} : « . » n’a de sens que dans constraint.", "{column}: “.” only works in constraint."),
    "only-in-calculation": (
        "{column} : {found}() n’est possible que dans calculation.",
        "{column}: {found}() is only possible in calculation.",
    ),
    "slider-shape": (
        "« affective-slider » : un groupe de deux « decimal », rien d’autre.",
        "“affective-slider”: a group of two “decimal”, nothing else.",
    ),
    "screen-nested": (
        "Un groupe montré sur un seul écran ne peut contenir ni groupe, ni répétition sans repeat_count.",
        "A group shown on one screen cannot hold a group, nor a repeat without repeat_count.",
    ),
    "danger-unreadable": (
        "danger : « {found} » ne veut rien dire ici ; écrivez « yes », ou rien.",
        "danger: “{found}” means nothing here; write “yes”, or nothing.",
    ),
    "danger-misplaced": (
        "danger : ceci n’ouvre rien ici. Mettez-le sur une note, ou sur un choix d’une question à choix.",
        "danger: this opens nothing here. Put it on a note, or on a choice of a select.",
    ),
    "meaning-unknown": (
        "means : « {found} » n’est pas un sens connu ; voyez schemas/vocabulary/meanings.csv.",
        "means: “{found}” is no known meaning; see schemas/vocabulary/meanings.csv.",
    ),
    "meaning-type": (
        "means : « {found} » n’est pas possible pour ce type ; il faut {types}.",
        "means: “{found}” cannot be used with this type; it takes {types}.",
    ),
    "meaning-choice": (
        "means : le choix « {found} » n’est pas un terme de la liste « {vocabulary} ».",
        "means: the choice “{found}” is no term of the list “{vocabulary}”.",
    ),
    "meaning-twice": (
        "means : « {found} » est déjà le sens d’une autre question (« {other} »).",
        "means: “{found}” is already what another question means (“{other}”).",
    ),
    "nothing-asked": ("Le formulaire ne pose aucune question.", "The form asks nothing."),
}
"""Faults of a whole form, reported with their sheet and row."""
