"""A link as a QR code, for terminals and pages."""

from __future__ import annotations

import segno


def terminal(link: str) -> list[str]:
    """Lines of half-block signs, dark on light, indented by two."""
    rows = [[int(bool(cell)) for cell in row] for row in segno.make(link, error="l").matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    signs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return ["  " + "".join(signs[pair] for pair in zip(*rows[n : n + 2], strict=True)) for n in range(0, len(rows), 2)]


def svg(link: str) -> str:
    """An inline SVG, black on white, that scales with its box."""
    made: str = segno.make(link, error="m").svg_inline(scale=1, border=2, omitsize=True, light="#fff", svgclass="qr")
    return made
