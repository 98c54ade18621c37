"""Builds the definition from the form's tree as pyxform gives it, and refuses what the phone cannot do with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from feedback_app.forms.engine.definition import Definition, Kind, Node, Translations, in_order
from feedback_app.forms.form_files import FormFile
from feedback_app.forms.xlsform import limits
from feedback_app.forms.xlsform.choices import Choices
from feedback_app.forms.xlsform.conditions import Conditions
from feedback_app.forms.xlsform.meaning import Meanings
from feedback_app.forms.xlsform.media import RowMedia
from feedback_app.forms.xlsform.rows import Remarks, language_code
from feedback_app.forms.xlsform.texts import TextReader

_NO_LABEL = frozenset({"calculate", "group", "repeat"})
_MADE_BY_PYXFORM = "reserved_name_for_field_list_labels_"


class Builder:
    """One reading of one form. Reasons to refuse gather in `remarks`."""

    def __init__(
        self, sheets: Any, remarks: Remarks, *, files: Mapping[str, FormFile] | None = None, as_text: bool = False
    ) -> None:
        self.remarks = remarks
        self.as_text = as_text
        self.rows = {str(cells.get("name")): row for row, cells in reversed(list(enumerate(sheets.survey, 2)))}
        default = language_code(str(sheets.settings[0].get("default_language", "")))
        self.texts = TextReader([*sheets.survey, *(sheets.choices or []), *sheets.settings], default)
        self.conditions = Conditions(remarks, self.rows)
        self.meanings = Meanings(remarks, self.rows)
        self.media = RowMedia(self.texts, remarks, files or {}, as_text=as_text)
        listed = {str(cells.get("name")): row for row, cells in reversed(list(enumerate(sheets.choices or [], 2)))}
        self.choices = Choices(self.texts, self.conditions, remarks, self.media, rows=listed, as_text=as_text)

    def build(self, tree: Mapping[str, Any], name: str) -> Definition:
        """The definition of the whole form."""
        title = self.texts.read(tree.get("title"))
        questions = self.nodes(tree.get("children", []))
        languages = list(self.texts.languages)
        definition = Definition(
            name=name,
            version=str(tree.get("version", "")),
            title=title,
            languages=languages,
            default_language=self.texts.default or next(iter(languages), "fr"),
            questions=questions,
        )
        if picture := tree.get("picture"):
            definition["picture"] = str(picture)
        if all(node["type"] in {"group", "repeat", "calculate"} for node in in_order(questions)):
            self.remarks.refuse("survey", None, "nothing-asked")
        self.note_missing_translations(definition)
        return definition

    def nodes(self, children: list[Mapping[str, Any]]) -> list[Node]:
        """The nodes of these rows, in order."""
        found = (self.node(child, count) for child, count in _with_counts(children, self.rows))
        return [node for node in found if node is not None]

    def node(self, raw: Mapping[str, Any], count: object) -> Node | None:
        kind = self.kind(raw)
        if kind is None:
            return None
        node = Node(name=str(raw["name"]), type=kind)
        bind = raw.get("bind", {})
        self.describe(node, raw, bind)
        self.ask(node, raw)
        self.conditions.read(node, bind)
        self.conditions.begin(node, raw)
        self.danger(node, raw)
        self.meanings.read(node, raw)
        if kind == "repeat":
            self.repeat(node, raw, count)
        elif kind == "group":
            self.conditions.met(node)
            self.conditions.scope.levels += 1
            node["children"] = self.nodes(raw.get("children", []))
            self.conditions.scope.levels -= 1
            self.check_screen(node)
        else:
            self.conditions.met(node)
        return node

    def kind(self, raw: Mapping[str, Any]) -> Kind | None:
        """Our type of a row; None when it is left aside or refused."""
        written, name = str(raw.get("type")), str(raw.get("name", ""))
        if "choices" in raw and "label" in str(raw.get("control", {}).get("appearance", "")).split():
            return self.headings(raw, name)
        if kind := limits.KINDS.get(written):
            return kind
        if written in limits.METADATA:
            self.remarks.notice("survey", self.rows.get(name), "metadata-ignored", name, found=written)
            self.conditions.aside.add(name)
            return None
        if self.as_text and written in limits.COULD_BE_TEXT:
            self.remarks.notice("survey", self.rows.get(name), "shown-as-text", name, found=written)
            return "text"
        self.refuse(name, "type-unsupported", found=written)
        self.conditions.kinds[name] = "text"  # later questions may speak of it; that is one fault, not two
        return None

    def headings(self, raw: Mapping[str, Any], name: str) -> Kind | None:
        """A select that only shows its choices as headings over other rows, and is never answered."""
        if raw.get("label"):
            return "note"
        self.remarks.notice("survey", self.rows.get(name), "appearance-ignored", name, found="label")
        self.conditions.aside.add(name)
        return None

    def repeat(self, node: Node, raw: Mapping[str, Any], count: object) -> None:
        """What is asked as often as there is something to say. One level: a list in a list is nobody's screen."""
        scope = self.conditions.scope
        if scope.here is not None:
            self.refuse(node["name"], "repeat-nested")
        self.conditions.count(node, count)
        outer, scope.here, levels, scope.levels = scope.here, node["name"], scope.levels, 0
        self.conditions.met(node)
        node["children"] = self.nodes(raw.get("children", []))
        scope.here, scope.levels = outer, levels
        if not any(child["type"] not in {"group", "calculate", "note"} for child in in_order(node["children"])):
            self.refuse(node["name"], "repeat-empty")

    def danger(self, node: Node, raw: Mapping[str, Any]) -> None:
        """Where the danger door opens: on a note that is marked, or with a choice that is. A mark that would open
        nothing is refused, for somebody relies on it."""
        opening = [choice["name"] for choice in node.get("choices", []) if choice.get("danger")]
        if opening and node["type"] not in {"select_one", "select_multiple"}:
            self.refuse(node["name"], "danger-misplaced")
        marked = limits.YES.get(str(raw.get("danger", "")).strip().lower())
        if marked is None:
            self.refuse(node["name"], "danger-unreadable", found=str(raw["danger"])[:80])
        elif marked and node["type"] != "note" and not opening:
            self.refuse(node["name"], "danger-misplaced")
        elif marked:
            node["danger"] = True

    def refuse(self, name: str, code: str, **details: object) -> None:
        self.remarks.refuse("survey", self.rows.get(name), code, name, **details)

    def describe(self, node: Node, raw: Mapping[str, Any], bind: Mapping[str, Any]) -> None:
        """Label, hint, messages and picture."""
        label = self.texts.read(self.own_words(node["name"]) or raw.get("label"))
        if label:
            node["label"] = label
        elif node["type"] not in _NO_LABEL:
            self.refuse(node["name"], "label-missing")
        if hint := self.texts.read(raw.get("hint")):
            node["hint"] = hint
        if message := self.texts.read(bind.get("jr:requiredMsg")):
            node["required_message"] = message
        if message := self.texts.read(bind.get("jr:constraintMsg")):
            node["constraint_message"] = message
        self.media.read(node, raw, sheet="survey", row=self.rows.get(node["name"]))
        for text in [*label.values(), *hint.values()]:
            self.conditions.check_label(node["name"], text)

    def own_words(self, name: str) -> Translations | None:
        """The label of the question that `or_other` adds, which has no row: pyxform writes it in English only."""
        if name in self.rows or not name.endswith("_other"):
            return None
        return {f"({code})": text for code, text in limits.SPECIFY_OTHER.items() if code in self.texts.languages}

    def ask(self, node: Node, raw: Mapping[str, Any]) -> None:
        """Appearance, parameters and choices."""
        if honoured := self.appearances(node, str(raw.get("control", {}).get("appearance", ""))):
            node["appearance"] = " ".join(honoured)
        if parameters := self.parameters(node, raw.get("parameters") or {}):
            node["parameters"] = parameters
        if node["type"] not in {"text", "note"}:
            self.choices.read(node, raw)

    def appearances(self, node: Node, written: str) -> list[str]:
        honoured = []
        for found in written.split():
            if found in limits.APPEARANCES.get(node["type"], frozenset()):
                honoured.append(found)
            elif found in limits.IGNORED_APPEARANCES or re.fullmatch(r"w\d+|columns-\d+|compact-\d+", found):
                self.remarks.notice(
                    "survey", self.rows.get(node["name"]), "appearance-ignored", node["name"], found=found
                )
            elif self.as_text and node["type"] not in _NO_LABEL:
                self.remarks.notice("survey", self.rows.get(node["name"]), "shown-as-text", node["name"], found=found)
                node["type"] = "text"
            else:
                self.refuse(node["name"], "appearance-unsupported", found=found)
        return honoured

    def parameters(self, node: Node, written: object) -> dict[str, str]:
        pairs = (
            dict(written) if isinstance(written, Mapping) else dict(re.findall(r"([\w-]+)\s*=\s*(\S+)", str(written)))
        )
        known = limits.PARAMETERS.get(node["type"], frozenset())
        for found in pairs.keys() - known:
            if found in limits.IGNORED_PARAMETERS or self.as_text:
                row = self.rows.get(node["name"])
                self.remarks.notice("survey", row, "parameter-ignored", node["name"], found=found)
            else:
                self.refuse(node["name"], "parameter-unsupported", found=found)
        return {str(key): str(value) for key, value in pairs.items() if key in known}

    def check_screen(self, node: Node) -> None:
        """A group that is one screen is flat; the affective slider is two numbers shown together."""
        looks = node.get("appearance", "").split()
        kinds = [child["type"] for child in node["children"]]
        if "affective-slider" in looks and kinds != ["decimal", "decimal"]:
            self.refuse(node["name"], "slider-shape")
        endless = any(child["type"] == "repeat" and "count" not in child for child in node["children"])
        if looks and ("group" in kinds or endless):
            self.refuse(node["name"], "screen-nested")

    def note_missing_translations(self, definition: Definition) -> None:
        for node in in_order(definition["questions"]):
            spoken = [node.get("label", {}), *(choice["label"] for choice in node.get("choices", []))]
            for language in definition["languages"]:
                if any(texts and language not in texts for texts in spoken):
                    row = self.rows.get(node["name"])
                    self.remarks.notice("survey", row, "translation-missing", node["name"], found=language)


def _with_counts(
    children: list[Mapping[str, Any]], rows: Mapping[str, int]
) -> Iterator[tuple[Mapping[str, Any], object]]:
    """The rows that are somebody's, each with what a repeat's count is: pyxform makes a row of its own of that."""
    counts: dict[str, object] = {}
    for child in children:
        name, control = str(child.get("name", "")), child.get("control", {})
        if control.get("bodyless") or name.startswith(_MADE_BY_PYXFORM):
            continue
        if child.get("type") == "calculate" and name.endswith("_count") and name not in rows:
            counts[f"${{{name}}}"] = child["bind"]["calculate"]
            continue
        count = control.get("jr:count")
        yield child, counts.get(str(count), count)
