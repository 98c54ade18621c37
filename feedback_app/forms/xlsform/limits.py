"""What of XLSForm an instrument may use: the one place that says it. `docs/instruments.md` is tested against it."""

from __future__ import annotations

from collections.abc import Mapping

from feedback_app.forms.engine.definition import Kind

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
    "range": "range",
    "rank": "rank",
    "acknowledge": "acknowledge",
    "trigger": "acknowledge",
    "time": "time",
    "dateTime": "dateTime",
    "note": "note",
    "calculate": "calculate",
    "hidden": "calculate",
    "start": "calculate",
    "end": "calculate",
    "today": "calculate",
    "group": "group",
    "repeat": "repeat",
}
"""Types as pyxform names them, and ours."""

METADATA = frozenset(
    {"deviceid", "username", "email", "phonenumber", "simserial", "subscriberid", "audit", "start-geopoint",
     "background-audio", "imei", "phone number", "sim id", "subscriber id", "device id"}
)  # fmt: skip
"""Types that ask nothing and are left aside: the record's envelope notes what of it may be noted."""

NOTED: Mapping[str, str] = {"start": "once(now())", "end": "now()", "today": "today()"}
"""Types that note a time, as the calculations they are."""

COULD_BE_TEXT = frozenset({"barcode", "video", "file", "geotrace", "geoshape", "xml-external", "csv-external"})
"""Types that the phone does not have: refused, or asked in words when whoever imports the form says so."""

OTHER = {"fr": "Autre", "en": "Other"}
SPECIFY_OTHER = {"fr": "Précisez.", "en": "Specify other."}
"""The words of the choice and of the question that `or_other` adds."""

APPEARANCES: Mapping[Kind, frozenset[str]] = {
    "text": frozenset({"multiline"}),
    "select_one": frozenset({"pictures", "faces", "minimal", "project"}),
    "select_multiple": frozenset({"pictures", "minimal"}),
    "integer": frozenset({"seeds"}),
    "rank": frozenset({"pictures"}),
    "group": frozenset({"field-list", "affective-slider"}),
}
"""Appearances that the phone honours, by type."""

IGNORED_APPEARANCES = frozenset(
    {"no-calendar", "quick", "compact", "quickcompact", "horizontal", "horizontal-compact", "likert", "columns",
     "columns-pack", "no-buttons", "numbers", "thousands-sep", "autocomplete", "new", "maps", "map", "picker",
     "list", "vertical", "placement-map", "no-ticks", "rating", "label",
     "list-nolabel", "no-label", "autocomplete_chars",
     "table-list", "hide-input"}
)  # fmt: skip
"""Appearances that only change the look; the question stays the same without them, so they are reported and ignored."""

PARAMETERS: Mapping[Kind, frozenset[str]] = {
    "image": frozenset({"max-pixels"}),
    "audio": frozenset({"quality"}),
    "range": frozenset({"start", "end", "step"}),
    "geopoint": frozenset({"capture-accuracy", "warning-accuracy"}),
}
"""What the `parameters` column may set, by type."""

IGNORED_PARAMETERS = frozenset(
    {"randomize", "seed", "app", "incremental", "placeholder", "tick_interval", "tick_labelset"}
)
"""Parameters that only change the look or the order; they are reported and ignored."""

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
     "parameters", "image", "audio", "media", "default", "read_only", "readonly", "choice_filter", "repeat_count",
     "danger", "means"}
)  # fmt: skip

IGNORED_COLUMNS = frozenset({"note", "notes", "comment", "comments", "hxl", "remarque", "remarques", "guidance_hint"})
"""Columns that speak to people who write instruments, never to the phone."""

MEANT_COLUMNS = frozenset({"trigger", "bind", "instance", "save_to", "entity"})
"""Columns that mean something in XLSForm and that the phone cannot do: never left aside."""

LANGUAGES: Mapping[str, str] = {
    "english": "en", "anglais": "en", "french": "fr", "français": "fr", "francais": "fr", "dioula": "dyu",
    "jula": "dyu", "baoulé": "bci", "baoule": "bci", "spanish": "es", "español": "es", "portuguese": "pt",
    "português": "pt", "arabic": "ar", "swahili": "sw", "kiswahili": "sw", "chinese": "zh",
}  # fmt: skip
"""Languages that forms name without a code (ISO 639)."""

CHOICE_COLUMNS = frozenset({"list_name", "name", "value", "label", "caption", "image", "audio", "media", "danger"})

YES: Mapping[str, bool] = {
    "yes": True, "oui": True, "true": True, "true()": True, "x": True, "1": True,
    "no": False, "non": False, "false": False, "false()": False, "0": False, "": False,
}  # fmt: skip
"""What the `danger` column may say."""

SETTINGS = frozenset({"form_title", "title", "form_id", "id_string", "version", "default_language", "picture"})
IGNORED_SETTINGS = frozenset({"instance_name", "style", "allow_choice_duplicates", "add_none_option"})

LONGEST_NAME = 60
LONGEST_VERSION = 60
LONGEST_FORM = 1_000_000
MOST_ROWS = 3_000
