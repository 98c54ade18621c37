"""What a form's rows show and say beside words: a pictogram of ours, or pictures and sounds of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, cast

from feedback_app.forms.engine.definition import Choice, Node, Translations, in_order
from feedback_app.forms.form_files import FormFile, file_key
from feedback_app.forms.xlsform.rows import Remarks
from feedback_app.forms.xlsform.texts import TextReader

_PICTURE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KINDS = {"image": "images", "audio": "sounds"}


class RowMedia:
    """Reads the media columns of one form's rows."""

    def __init__(self, texts: TextReader, remarks: Remarks, files: Mapping[str, FormFile], *, as_text: bool) -> None:
        self.texts = texts
        self.remarks = remarks
        self.files = files
        self.as_text = as_text

    def read(self, into: Node | Choice, raw: Mapping[str, Any], *, sheet: str, row: int | None) -> None:
        """Puts what a row shows and says into its node or choice."""
        media = raw.get("media", {})
        at = (sheet, row, str(into["name"]))
        for other in sorted(media.keys() - _KINDS.keys()):
            self._remark(at, "column-unsupported", f"media::{other}")
        if picture := self._pictogram(media.get("image"), at):
            into["picture"] = picture
        elif found := self._by_language(media.get("image"), at, image=True):
            into["images"] = found
        if found := self._by_language(media.get("audio"), at, image=False):
            into["sounds"] = found

    def _pictogram(self, written: object, at: tuple[str, int | None, str]) -> str | None:
        """The one name without an ending that is there, the same in every language."""
        names = _written(written)
        plain = [name for name in names if not PurePosixPath(name).suffix]
        if len(plain) > 1:
            self._remark(at, "picture-by-language", "media::image")
        bad = [name for name in plain if not _PICTURE.fullmatch(name)]
        for name in bad:
            self._remark(at, "picture-bad", name)
        return plain[0] if len(plain) == len(names) == 1 and not bad else None

    def _by_language(self, written: object, at: tuple[str, int | None, str], *, image: bool) -> Translations:
        if not written or all(image and not PurePosixPath(name).suffix for name in _written(written)):
            return {}
        found = {code: self._file(name, at, image=image) for code, name in self.texts.read(written).items()}
        return {code: sha256 for code, sha256 in found.items() if sha256}

    def _file(self, name: str, at: tuple[str, int | None, str], *, image: bool) -> str:
        file = self.files.get(file_key(name))
        if file is None:
            self._remark(at, "media-missing", name)
        elif file.problem or file.is_image != image:
            self._remark(at, file.problem or "media-kind", name)
        else:
            return file.sha256
        return ""

    def _remark(self, at: tuple[str, int | None, str], code: str, found: str) -> None:
        sheet, row, name = at
        if self.as_text:
            self.remarks.notice(sheet, row, "media-ignored", name, found=found)
        else:
            self.remarks.refuse(sheet, row, code, name, found=found)


def _written(written: object) -> set[str]:
    """The different values in a row's cells of one kind."""
    values = cast("Mapping[str, object]", written).values() if isinstance(written, Mapping) else [written]
    return {str(value) for value in values if value}


def named_files(definition: Mapping[str, Any]) -> set[str]:
    """The hashes of all that a form shows or says beside words."""
    rows = [row for node in in_order(definition.get("questions", [])) for row in (node, *node.get("choices", []))]
    return {sha256 for row in rows for kind in _KINDS.values() for sha256 in cast("Any", row).get(kind, {}).values()}
