"""Builds the definition from the form's tree as pyxform gives it, and refuses what the phone cannot do with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from feedback_app.capture import xlsform_limits as limits
from feedback_app.capture.definition import Choice, Definition, Kind, Node, Texts, in_order
from feedback_app.capture.expression import ExpressionError, calls, parse, references
from feedback_app.capture.xlsform_rows import Remarks, language_code

_PICTURE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_IN_LABEL = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_YES = {"yes": True, "true": True, "true()": True, "no": False, "false": False, "false()": False}
_CALCULATED_ONLY = ("now", "jr:choice-name")
"""What a server cannot find again: it may be kept as a calculated answer, but nothing may be decided by it directly."""
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_UNANSWERED = frozenset({"group", "note"})


class Builder:
    """One reading of one form. Reasons to refuse gather in `remarks`."""

    def __init__(self, sheets: Any, remarks: Remarks) -> None:
        self.remarks = remarks
        self.rows = {str(cells.get("name")): row for row, cells in reversed(list(enumerate(sheets.survey, 2)))}
        self.default = language_code(str(sheets.settings[0].get("default_language", "")))
        self.languages: dict[str, None] = {}
        self.as_written = _as_written([*sheets.survey, *(sheets.choices or []), *sheets.settings])
        self.kinds: dict[str, Kind] = {}
        """The questions met so far: what an expression may speak of."""

    def build(self, tree: Mapping[str, Any], name: str) -> Definition:
        """The definition of the whole form."""
        title = self.texts(tree.get("title"))
        questions = self.nodes(tree.get("children", []))
        languages = list(self.languages)
        definition = Definition(
            name=name,
            version=str(tree.get("version", "")),
            title=title,
            languages=languages,
            default_language=self.default or next(iter(languages), "fr"),
            questions=questions,
        )
        if picture := tree.get("picture"):
            definition["picture"] = str(picture)
        if all(node["type"] in {"group", "calculate"} for node in in_order(questions)):
            self.remarks.refuse("survey", None, "nothing-asked")
        self.note_missing_translations(definition)
        return definition

    def nodes(self, children: list[Mapping[str, Any]]) -> list[Node]:
        made = [self.node(child) for child in children if not child.get("control", {}).get("bodyless")]
        return [node for node in made if node is not None]

    def node(self, raw: Mapping[str, Any]) -> Node | None:
        kind = limits.KINDS.get(str(raw.get("type")))
        if kind is None:
            self.refuse_type(raw)
            return None
        node = Node(name=str(raw["name"]), type=kind)
        bind = raw.get("bind", {})
        self.describe(node, raw, bind)
        self.ask(node, raw)
        self.conditions(node, bind)
        self.kinds[node["name"]] = kind
        if kind == "group":
            node["children"] = self.nodes(raw.get("children", []))
            self.check_screen(node)
        return node

    def refuse_type(self, raw: Mapping[str, Any]) -> None:
        name, kind = str(raw.get("name", "")), str(raw.get("type"))
        if kind == "repeat":
            return  # told by row already
        code = "metadata" if kind in limits.METADATA else "type-unsupported"
        self.refuse(name, code, found=kind)
        # Later questions may speak of it; that is one fault, not two.
        self.kinds[name] = "text"

    def refuse(self, name: str, code: str, **details: object) -> None:
        self.remarks.refuse("survey", self.rows.get(name), code, name, **details)

    def describe(self, node: Node, raw: Mapping[str, Any], bind: Mapping[str, Any]) -> None:
        """Label, hint, messages and picture."""
        label = self.texts(raw.get("label"))
        if label:
            node["label"] = label
        elif node["type"] not in {"calculate", "group"}:
            self.refuse(node["name"], "label-missing")
        if hint := self.texts(raw.get("hint")):
            node["hint"] = hint
        if message := self.texts(bind.get("jr:requiredMsg")):
            node["required_message"] = message
        if message := self.texts(bind.get("jr:constraintMsg")):
            node["constraint_message"] = message
        if picture := self.picture(raw, node["name"], sheet="survey"):
            node["picture"] = picture
        for texts in (label, hint):
            for found in {name for text in texts.values() for name in _IN_LABEL.findall(text)}:
                self.check_reference(node["name"], "label", found)

    def texts(self, written: object) -> Texts:
        """Sentences by language code; a sentence without a language is in the form's own."""
        if not written:
            return {}
        by_language = written if isinstance(written, Mapping) else {"default": written}
        texts: Texts = {}
        for language, text in by_language.items():
            code = language_code(str(language)) or self.default or "fr"
            self.languages.setdefault(code)
            texts[code] = self.as_written.get(_plain(str(text)), str(text))
        return texts

    def picture(self, raw: Mapping[str, Any], name: str, *, sheet: str) -> str | None:
        written = raw.get("media", {}).get("image")
        row = self.rows.get(name) if sheet == "survey" else None
        for other in sorted(raw.get("media", {}).keys() - {"image"}):
            self.remarks.refuse(sheet, row, "column-unsupported", name, found=f"media::{other}")
        names = set(written.values()) if isinstance(written, Mapping) else {written} - {None}
        if len(names) > 1:
            self.remarks.refuse(sheet, row, "picture-by-language", name)
        for found in names:
            if not _PICTURE.fullmatch(str(found)):
                self.remarks.refuse(sheet, row, "picture-bad", name, found=found)
        return str(names.pop()) if names else None

    def ask(self, node: Node, raw: Mapping[str, Any]) -> None:
        """Appearance, parameters and choices."""
        if honoured := self.appearances(node, str(raw.get("control", {}).get("appearance", ""))):
            node["appearance"] = " ".join(honoured)
        if parameters := self.parameters(node, raw.get("parameters") or {}):
            node["parameters"] = parameters
        if "choices" in raw:
            node["choices"] = [self.choice(each) for each in raw["choices"]]

    def appearances(self, node: Node, written: str) -> list[str]:
        honoured = []
        for found in written.split():
            if found in limits.APPEARANCES.get(node["type"], frozenset()):
                honoured.append(found)
            elif found in limits.IGNORED_APPEARANCES or re.fullmatch(r"w\d+|columns-\d+", found):
                self.remarks.notice(
                    "survey", self.rows.get(node["name"]), "appearance-ignored", node["name"], found=found
                )
            else:
                self.refuse(node["name"], "appearance-unsupported", found=found)
        return honoured

    def parameters(self, node: Node, written: object) -> dict[str, str]:
        pairs = (
            dict(written) if isinstance(written, Mapping) else dict(re.findall(r"([\w-]+)\s*=\s*(\S+)", str(written)))
        )
        for found in pairs:
            if found not in limits.PARAMETERS.get(node["type"], frozenset()):
                self.refuse(node["name"], "parameter-unsupported", found=found)
        return {str(key): str(value) for key, value in pairs.items()}

    def choice(self, raw: Mapping[str, Any]) -> Choice:
        name = str(raw["name"])
        choice = Choice(name=name, label=self.texts(raw.get("label")))
        if not choice["label"]:
            self.remarks.refuse("choices", None, "label-missing", name)
        if picture := self.picture(raw, name, sheet="choices"):
            choice["picture"] = picture
        return choice

    def conditions(self, node: Node, bind: Mapping[str, Any]) -> None:
        """Required, relevant, constraint and calculation, as trees. The question itself is not yet among those met."""
        name, kind = node["name"], node["type"]
        if relevant := self.tree(name, "relevant", bind.get("relevant")):
            node["relevant"] = relevant
        if required := self.required(node, str(bind.get("required", ""))):
            node["required"] = required
        if constraint := self.tree(name, "constraint", bind.get("constraint")):
            node["constraint"] = constraint
            if kind in _UNANSWERED or kind == "calculate":
                self.refuse(name, "constraint-misplaced")
        if calculation := self.tree(name, "calculation", bind.get("calculate")):
            node["calculation"] = calculation
            if kind != "calculate":
                self.refuse(name, "calculation-misplaced")
        elif kind == "calculate" and not bind.get("calculate"):
            self.refuse(name, "calculation-missing")

    def required(self, node: Node, written: str) -> bool | dict[str, Any] | None:
        if not written:
            return None
        decided = _YES.get(written.strip().lower())
        required = decided if decided is not None else self.tree(node["name"], "required", written)
        if required and (node["type"] in _UNANSWERED or node["type"] == "calculate"):
            self.refuse(node["name"], "required-impossible")
        return required

    def tree(self, name: str, column: str, source: object) -> dict[str, Any] | None:
        if not source:
            return None
        try:
            tree = parse(str(source))
        except ExpressionError as error:
            said = {"sentence_fr": error.sentence("fr"), "sentence_en": error.sentence("en")}
            self.refuse(name, "expression", column=column, reason=error.code, position=error.position, **said)
            return None
        for found in sorted(references(tree)):
            if not (column == "constraint" and found == name):
                self.check_reference(name, column, found)
        self.check_calls(name, column, calls(tree))
        return tree

    def check_reference(self, name: str, column: str, found: str) -> None:
        if found in self.kinds:
            if self.kinds[found] in _UNANSWERED:
                self.refuse(name, "refers-to-group", column=column, found=found)
        elif found in self.rows:
            self.refuse(name, "refers-ahead", column=column, found=found)

    def check_calls(self, name: str, column: str, used: frozenset[str]) -> None:
        if "." in used and column != "constraint":
            self.refuse(name, "self-misplaced", column=column)
        for found in _CALCULATED_ONLY:
            if found in used and column != "calculation":
                self.refuse(name, "only-in-calculation", column=column, found=found)

    def check_screen(self, node: Node) -> None:
        """A group that is one screen is flat; the affective slider is two numbers shown together."""
        looks = node.get("appearance", "").split()
        kinds = [child["type"] for child in node["children"]]
        if "affective-slider" in looks and kinds != ["decimal", "decimal"]:
            self.refuse(node["name"], "slider-shape")
        if looks and "group" in kinds:
            self.refuse(node["name"], "screen-nested")

    def note_missing_translations(self, definition: Definition) -> None:
        for node in in_order(definition["questions"]):
            spoken = [node.get("label", {}), *(choice["label"] for choice in node.get("choices", []))]
            for language in definition["languages"]:
                if any(texts and language not in texts for texts in spoken):
                    row = self.rows.get(node["name"])
                    self.remarks.notice("survey", row, "translation-missing", node["name"], found=language)


def _as_written(rows: list[Mapping[str, object]]) -> dict[str, str]:
    """Each cell's text by what pyxform makes of it: typographic quotes become typewriter ones, and are wanted back."""
    cells = {str(cell) for row in rows for cell in row.values()}
    return {_plain(cell): cell for cell in sorted(cells)}


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())
