"""The sentences of a form, by language, as they were written."""

from __future__ import annotations

from collections.abc import Mapping

from feedback_app.forms.engine.definition import Translations
from feedback_app.forms.xlsform.rows import language_code

_QUOTES = str.maketrans("‘’“”", "''\"\"")


class TextReader:
    """Reads sentences and notes on the way which languages there are."""

    def __init__(self, rows: list[Mapping[str, object]], default: str | None) -> None:
        self.default = default
        self.languages: dict[str, None] = {}
        self.as_written = _as_written(rows)

    def read(self, written: object) -> Translations:
        """Sentences by language code; a sentence without a language is in the form's own."""
        if not written:
            return {}
        by_language = written if isinstance(written, Mapping) else {"default": written}
        texts: Translations = {}
        for language, text in by_language.items():
            code = language_code(str(language)) or self.default or "fr"
            self.languages.setdefault(code)
            texts[code] = self.as_written.get(_plain(str(text)), str(text))
        return texts


def _as_written(rows: list[Mapping[str, object]]) -> dict[str, str]:
    """Each cell's text by what pyxform makes of it: typographic quotes become typewriter ones, and are wanted back."""
    cells = {str(cell) for row in rows for cell in row.values()}
    return {_plain(cell): cell for cell in sorted(cells)}


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())
