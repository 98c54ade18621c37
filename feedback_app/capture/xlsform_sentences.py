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
    "needs-repeat": (
        "{found}() n’a de sens que dans des répétitions, qui ne sont pas possibles, signe {position}.",
        "{found}() only has a meaning with repeats, which are not possible, at {position}.",
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
    "metadata": (
        "« {found} » est noté par Écho lui-même : enlevez la ligne.",
        "“{found}” is noted by Écho itself: take the row out.",
    ),
    "repeat": ("Les répétitions ne sont pas possibles.", "Repeats are not possible."),
    "list-missing": (
        "La liste de choix « {found} » n’existe pas.",
        "There is no list of choices “{found}”.",
    ),
    "or-other": ("« or_other » n’est pas possible : ajoutez le choix.", "“or_other” cannot be used: add the choice."),
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
    "picture-bad": (
        "Le nom d’image « {found} » : des lettres minuscules, des chiffres et des tirets.",
        "The picture name “{found}”: small letters, digits and dashes.",
    ),
    "picture-by-language": ("Une image par langue n’est pas possible.", "A picture for each language is not possible."),
    "required-impossible": ("Cette ligne ne peut pas être obligatoire.", "This row cannot be required."),
    "calculation-misplaced": (
        "Un calcul n’est possible que sur une ligne « calculate ».",
        "A calculation is only possible on a “calculate” row.",
    ),
    "calculation-missing": ("Le calcul manque.", "The calculation is missing."),
    "constraint-misplaced": ("Une contrainte n’est pas possible ici.", "A constraint is not possible here."),
    "expression": ("{column} : {sentence_fr}", "{column}: {sentence_en}"),
    "unknown-reference": ("{column} : il n’y a pas de question « {found} ».", "{column}: no question “{found}”."),
    "refers-to-group": ("{column} : « {found} » n’a pas de réponse.", "{column}: “{found}” has no answer."),
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
        "Un groupe montré sur un seul écran ne peut pas contenir de groupe.",
        "A group shown on one screen cannot hold a group.",
    ),
    "nothing-asked": ("Le formulaire ne pose aucune question.", "The form asks nothing."),
}
"""Faults of a whole form, told with their sheet and row."""
