"""The phone's types of what goes over the wire are those of the schemas."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from pathlib import Path

from marshmallow import Schema, fields

from schemas import typescript
from sync.sealed_item import MAX_MEDIUM


def test_the_phone_s_wire_types_are_fresh() -> None:
    assert typescript.TARGET.read_text() == typescript.wire(), "run: python -m schemas.typescript"


def test_a_field_more_would_be_noticed() -> None:
    class ColourSchema(Schema):
        """A colour."""

        shade = fields.String(allow_none=True)

    made: dict[str, str] = {}
    assert typescript._interface(ColourSchema, made) == "Colour"
    assert made["Colour"] == "/** A colour. */\nexport interface Colour {\n  shade?: string | null;\n}\n"


ROOT = Path(__file__).parents[2]
ON_THE_PHONE = "static/pwa/src/bundle/receiving.ts"
ON_THE_SERVER = "sync/sealed_item.py"


def size_of_a_medium(text: str) -> int:
    """What a file names as the most bytes of a photo or a voice."""
    found = re.search(r"(?:LARGEST|MAX_MEDIUM) = ([\d *]+)", text)
    return math.prod(int(factor) for factor in found[1].split("*")) if found else 0


def test_the_phone_takes_a_file_as_large_as_the_server_does() -> None:
    assert size_of_a_medium((ROOT / ON_THE_PHONE).read_text()) == MAX_MEDIUM
    assert size_of_a_medium("export const LARGEST = 3 * 1024;") == 3072 != MAX_MEDIUM


def writes_it_anew(files: dict[str, str]) -> set[str]:
    return {
        name
        for name, text in files.items()
        if re.search(r"\b25 \* 1024 \* 1024\b|\b25 ?<< ?20\b|\b26_?214_?400\b", text)
    }


def test_the_size_of_a_medium_is_written_nowhere_else() -> None:
    patterns = ("feedback_app/**/*.py", "schemas/**/*.py", "sync/*.py", "static/pwa/src/**/*.ts*", "static/desk/*.ts")
    there = {str(file.relative_to(ROOT)): file.read_text() for pattern in patterns for file in ROOT.glob(pattern)}
    assert writes_it_anew(there) == {ON_THE_PHONE, ON_THE_SERVER}
    assert writes_it_anew({"x.py": "MOST = 25 << 20"}) == {"x.py"}


def test_no_two_shapes_have_one_name() -> None:
    """The description of the API knows a shape by its name alone: of two, one would be described as the other."""
    classes = [
        node.name
        for path in sorted((ROOT / "schemas").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Schema")
    ]
    assert [name for name, times in Counter(classes).items() if times > 1] == []
