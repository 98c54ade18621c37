"""What of XLSForm an instrument may use: the one place that says it. `docs/instruments.md` is held to these tables."""

from __future__ import annotations

from collections.abc import Mapping

from feedback_app.capture.definition import Kind

KINDS: Mapping[str, Kind] = {
    "text": "text",
    "string": "text",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "date": "date",
    "geopoint": "geopoint",
    "gps": "geopoint",
    "location": "geopoint",
    "photo": "image",
    "image": "image",
    "audio": "audio",
    "note": "note",
    "calculate": "calculate",
    "group": "group",
}
"""Types as pyxform names them, and ours."""

METADATA = frozenset(
    {"start", "end", "today", "deviceid", "username", "email", "phonenumber", "simserial", "subscriberid", "audit",
     "start-geopoint", "background-audio", "imei"}
)  # fmt: skip
"""Types that ask nothing; the record's envelope notes what of it may be noted."""

APPEARANCES: Mapping[Kind, frozenset[str]] = {
    "text": frozenset({"multiline"}),
    "select_one": frozenset({"pictures", "faces", "minimal", "project"}),
    "select_multiple": frozenset({"pictures", "minimal"}),
    "group": frozenset({"field-list", "affective-slider"}),
}
"""Appearances that the phone honours, by type."""

IGNORED_APPEARANCES = frozenset(
    {"no-calendar", "quick", "compact", "quickcompact", "horizontal", "horizontal-compact", "likert", "columns",
     "columns-pack", "no-buttons", "numbers", "thousands-sep", "autocomplete", "new", "maps", "map", "picker",
     "list", "vertical", "placement-map", "no-ticks"}
)  # fmt: skip
"""Appearances that only change the look; the question stays the same without them, so they are told and left aside."""

PARAMETERS: Mapping[Kind, frozenset[str]] = {
    "image": frozenset({"max-pixels"}),
    "audio": frozenset({"quality"}),
    "geopoint": frozenset({"capture-accuracy", "warning-accuracy"}),
}
"""What the `parameters` column may set, by type."""

TEXT_COLUMNS: Mapping[str, str] = {
    "label": "label",
    "caption": "label",
    "hint": "hint",
    "constraint_message": "constraint_message",
    "constraining_message": "constraint_message",
    "required_message": "required_message",
    "requiredmsg": "required_message",
}
"""Columns of the survey sheet that hold sentences, and their proper names."""

PLAIN_COLUMNS = frozenset(
    {"type", "name", "required", "relevant", "relevance", "constraint", "calculation", "calculate", "appearance",
     "parameters", "image", "media"}
)  # fmt: skip

IGNORED_COLUMNS = frozenset({"note", "notes", "comment", "comments", "hxl", "remarque", "remarques"})
"""Columns that speak to people who write instruments, never to the phone."""

CHOICE_COLUMNS = frozenset({"list_name", "name", "value", "label", "caption", "image", "media"})

SETTINGS = frozenset({"form_title", "title", "form_id", "id_string", "version", "default_language", "picture"})
IGNORED_SETTINGS = frozenset({"instance_name", "style"})

LONGEST_NAME = 60
LONGEST_VERSION = 60
LONGEST_FORM = 1_000_000
MOST_ROWS = 3_000
