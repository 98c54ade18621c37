"""Photos decoded in a child process: one that never ends, or takes all memory, is refused, and the next one goes on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from feedback_app.base.child import ChildFailed, run_in_child
from feedback_app.media import images
from feedback_app.media.images import Processed, Refused

SECONDS = 20.0
"""For one photo. The largest that we take needs three."""
WORK = f"{__name__}:in_child"


def process_apart(source: Path, into: Path, sizes: Mapping[str, int] = images.SIZES) -> Processed | Refused:
    """As `images.process`; also `too-slow`."""
    asked = {"source": str(source), "into": str(into), "sizes": dict(sizes)}
    try:
        answer = run_in_child(WORK, asked, seconds=SECONDS)
    except ChildFailed:
        return Refused("too-slow")
    if answer["refused"]:
        return Refused(answer["refused"])
    files = {variant: into / f"{variant}.webp" for variant in sizes}
    return Processed(files, answer["width"], answer["height"])


def in_child(asked: Any, _data: Path) -> dict[str, Any]:
    """The work itself."""
    made = images.process(Path(asked["source"]), Path(asked["into"]), asked["sizes"])
    if isinstance(made, Refused):
        return {"refused": made.reason}
    return {"refused": "", "width": made.width, "height": made.height}
