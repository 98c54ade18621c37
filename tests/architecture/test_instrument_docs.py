"""What `docs/xlsform.md` says may be used is what the code takes, and `docs/instruments.md` names every reason."""

from __future__ import annotations

from pathlib import Path

from feedback_app.forms.engine.validation import REASONS
from feedback_app.forms.xlsform.support import page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_support_table_is_what_the_code_says_today() -> None:
    written = (DOCS / "xlsform.md").read_text(encoding="utf-8")
    assert written == page(), "python -m feedback_app.forms.xlsform.support > docs/xlsform.md"


def test_every_reason_is_in_the_docs() -> None:
    written = (DOCS / "instruments.md").read_text(encoding="utf-8")
    for reason, (_, english) in REASONS.items():
        assert f"| `{reason}` | {english} |" in written
