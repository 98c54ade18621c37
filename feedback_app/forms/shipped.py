"""The instruments that come with the project, as their authors wrote them."""

from __future__ import annotations

from importlib import resources

SHIPPED = ("besoin", "emotion", "retour", "solution", "observation", "seance")
"""Their names; phones show instruments by name."""


def shipped_instruments() -> list[tuple[str, str]]:
    """Name and Markdown source of each, ready for `xlsform.compiler.compile_markdown`."""
    folder = resources.files("schemas") / "instruments"
    return [(name, (folder / f"{name}.md").read_text(encoding="utf-8")) for name in SHIPPED]
