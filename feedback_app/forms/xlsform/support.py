"""What of XLSForm can be used, as a page: `python -m feedback_app.forms.xlsform.support > docs/xlsform.md`.

A test holds `docs/xlsform.md` to it.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping

from feedback_app.forms.engine.definition import MOST_INSTANCES
from feedback_app.forms.engine.expression import DEEPEST, LONGEST_SOURCE
from feedback_app.forms.engine.grammar import ALIASES, FUNCTIONS, MANY, OF_SETS, OPERATORS
from feedback_app.forms.engine.pattern import LONGEST_PATTERN, LONGEST_TEXT
from feedback_app.forms.form_files import IMAGES, LARGEST_SOUND, SOUNDS
from feedback_app.forms.workbook import KINDS, MOST_BYTES
from feedback_app.forms.xlsform import limits
from feedback_app.forms.xlsform.columns import OLD
from schemas.vocabulary import Term, vocabularies, vocabulary

HEAD = """# What of XLSForm can be used

Made by `python -m feedback_app.forms.xlsform.support` from the tables that the reader itself uses. How to write a
form stands in [instruments.md](instruments.md).

What stands under *used* means on the phone what it means in ODK. What is *left aside* changes only the look, and is
said when the form is read. Everything else is refused with sheet, row and reason; with `--as-text` (on the desk: “ask
in words”) what says so below is asked in words, or left aside, and that is said too.
"""

NOT_POSSIBLE = """- repeats in repeats; a repeat without `repeat_count` on one screen with others
- selects from files (`select_one_from_file`, `select_one_external`), `pulldata()`, `instance()`, paths but `..` in
  `position()`
- `trigger`, and `calculation` on a question that can be answered (with `read_only` it can be shown)
- an expression that looks at a question after it, so no circles
- `${question}` from outside a repeat where one value is meant
- names of days and months in `format-date`: they differ by language
- the same name twice in a form, even in different groups
- workbooks with macros or formulas, or protected by a password
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [HEAD, *_files(), *_types(), *_columns(), *_meanings(), *_functions(), "## Not possible\n", NOT_POSSIBLE]
    )


def _files() -> Iterable[str]:
    yield "## Files\n"
    yield f"{_words(KINDS)}, at most {MOST_BYTES:,} bytes, {limits.MOST_ROWS:,} rows; names have at most"
    yield f"{limits.LONGEST_NAME} letters. A form that names no title, version or language gets them from its file.\n"


def _types() -> Iterable[str]:
    yield "## Types\n"
    yield "| type | also written | appearances | parameters |\n| --- | --- | --- | --- |"
    for kind in dict.fromkeys(limits.KINDS.values()):
        others = [written for written, ours in limits.KINDS.items() if ours == kind and written != kind]
        looks, given = limits.APPEARANCES.get(kind, ()), limits.PARAMETERS.get(kind, ())
        yield f"| `{kind}` | {_words(others)} | {_words(looks)} | {_words(given)} |"
    yield f"\nA repeat is asked at most {MOST_INSTANCES} times. `or_other` adds a choice and a question.\n"
    yield "`select_one vocabulary:NAME` offers the terms of a list of ours with their words and pictures, in the order"
    yield f"of the list: {_words(vocabularies())}. What is kept of the form has them written out.\n"
    yield f"Left aside: {_words(limits.METADATA)}; appearances {_words(limits.IGNORED_APPEARANCES)}, `w1` …,"
    yield f"`columns-2` …; parameters {_words(limits.IGNORED_PARAMETERS)}.\n"
    yield f"Asked in words with `--as-text`: {_words(limits.COULD_BE_TEXT)}, and what has another appearance.\n"


def _columns() -> Iterable[str]:
    yield "## Columns and settings\n"
    yield f"Sentences, by language: {_words(set(limits.TEXT_COLUMNS.values()))}.\n"
    yield f"Others: {_words(limits.PLAIN_COLUMNS)}. Of choices also any column that a `choice_filter` asks for.\n"
    yield "`image` and `audio`, by language or for all: a pictogram of ours by its name, or a file that comes along"
    yield f"with the form. Pictures {_words(IMAGES)} are made small; sounds {_words(SOUNDS)} have at most"
    yield f"{LARGEST_SOUND:,} bytes.\n"
    yield "`danger` (`yes`) opens the danger door: on a note when it is asked, on a choice when it is chosen. Nothing"
    yield "more is asked then. On a select with such a choice it shows on its screen whom to call."
    yield f"A cell says so with {_words([word for word, yes in limits.YES.items() if yes])}.\n"
    yield f"Read by people only: {_words(limits.IGNORED_COLUMNS)}.\n"
    yield f"Old names: {_pairs(OLD)}.\n"
    yield f"Settings: {_words(limits.SETTINGS)}; left aside: {_words(limits.IGNORED_SETTINGS)}.\n"
    yield f"Languages that may be named without a code: {_pairs(limits.LANGUAGES)}.\n"


def _meanings() -> Iterable[str]:
    yield "## Meanings\n"
    yield "The column `means` of the survey says what a question asks for, whatever it is called. One question of a"
    yield "form has each meaning, but for those that several may have. Where choices are those of a list, `nsp` and"
    yield "`refus` may stand beside them.\n"
    yield "| means | | types | choices | several |\n| --- | --- | --- | --- | --- |"
    yield from (_meaning(term) for term in vocabulary("meanings").terms)
    yield ""


def _meaning(term: Term) -> str:
    listed = term.attributes.get("vocabulary")
    choices = f"`vocabulary:{listed}`" if listed else ""
    several = "yes" if term.flag("several") else ""
    return f"| `{term.code}` | {term.label['en']} | {_words(term.many('types'))} | {choices} | {several} |"


def _functions() -> Iterable[str]:
    yield "## Expressions\n"
    yield f"Operators {_words(OPERATORS, ordered=False)}; at most {LONGEST_SOURCE:,} characters and {DEEPEST} levels."
    yield f"A `regex` has at most {LONGEST_PATTERN} characters, and never matches beyond {LONGEST_TEXT}.\n"
    yield "| function | values | of a repeat's question |\n| --- | --- | --- |"
    for name, (least, most) in sorted(FUNCTIONS.items()):
        many = f"{least} or more" if most == MANY else f"{least}" if least == most else f"{least} to {most}"
        yield f"| `{name}` | {many} | {'every time' if name in OF_SETS else '–'} |"
    yield f"\nOther names: {_pairs(ALIASES)}.\n"


def _words(words: Collection[str], *, ordered: bool = True) -> str:
    return " ".join(f"`{word}`" for word in (sorted(words) if ordered else words)) or "–"


def _pairs(names: Mapping[str, str]) -> str:
    return ", ".join(f"`{old}` for `{new}`" for old, new in sorted(names.items()))


if __name__ == "__main__":
    sys.stdout.write(page())
