"""`docs/protocol.md` and `docs/instruments.md` say to whoever builds a program of their own what the code does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from marshmallow import validate

from feedback_app.capture.admission import ATTRIBUTIONS, GIVEN_BY, LONGEST_DAY_MS, MAX_MEDIA, MODES
from feedback_app.enrol.actions import GUESSES
from feedback_app.forms.engine.definition import Choice, Definition, Kind, Node
from feedback_app.forms.engine.grammar import FUNCTIONS, OPERATORS
from feedback_app.forms.engine.validation import REASONS
from feedback_app.media import tus
from feedback_app.media.actions import LIFETIME, MOST_OPEN
from feedback_app.receipt.public import MOST_GUESSES
from feedback_app.review.faults import TEXTS
from schemas import entry, instrument
from schemas.exchange import ExchangeRequestSchema, FaultSchema
from sync import consent
from sync.entry import MAX_AUTHOR, MAX_REV

ROOT = Path(__file__).parents[2]
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
INSTRUMENTS = (ROOT / "docs" / "instruments.md").read_text(encoding="utf-8")
JUDGES = ("sync/entry.py", "sync/engine.py", "feedback_app/capture/admission.py", "feedback_app/capture/sealed.py",
          "feedback_app/carry/actions.py")  # fmt: skip
"""Where faults of entries are made."""


def in_code(source: str) -> Iterator[tuple[str, str]]:
    """(field, reason) of each fault that a module makes; a field that is put together is that of an answer."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault":
            field, reason = node.args[:2]
            if isinstance(reason, ast.Name) and reason.id.isupper():
                reason = ast.Constant(getattr(consent, reason.id))
            if isinstance(reason, ast.Constant):
                yield str(field.value) if isinstance(field, ast.Constant) else "answers.<question>", str(reason.value)


def on_page(text: str) -> list[tuple[str, str]]:
    """(field, reason) of each line of the table of faults."""
    return re.findall(r"^\| `([\w.<>]+)` \| `([\w-]+)` \|[^|]*\|$", text, re.MULTILINE)


def test_every_fault_of_an_entry_is_in_the_protocol_and_has_a_sentence_at_the_desk() -> None:
    made = {fault for path in JUDGES for fault in in_code((ROOT / path).read_text(encoding="utf-8"))}
    assert set(on_page(PROTOCOL)) == made and len(on_page(PROTOCOL)) == len(made)
    for field, reason in made:
        assert f"fault.{reason}" in TEXTS.rows or reason in REASONS, reason
        assert field.startswith("answers.") or f"field.{field}" in TEXTS.rows, field


def test_no_other_module_makes_faults_of_entries() -> None:
    makers = {
        path.relative_to(ROOT).as_posix()
        for top in ("sync", "feedback_app")
        for path in (ROOT / top).rglob("*.py")
        if re.search(r"from sync\.entry import .*\bFault\b", text := path.read_text(encoding="utf-8"))
        and any(in_code(text))
    }
    assert makers <= set(JUDGES)


def test_a_fault_that_the_page_does_not_name_would_be_noticed() -> None:
    assert list(in_code('Fault("mood", "too-sad")')) == [("mood", "too-sad")]
    assert list(in_code('Fault(f"answers.{name}", CHILD_ALONE)')) == [("answers.<question>", "child-alone")]
    assert ("mood", "too-sad") not in on_page(PROTOCOL)


def test_what_else_a_fault_says_is_named() -> None:
    for name in FaultSchema().fields:
        assert f'"{name}"' in PROTOCOL, name


@pytest.mark.parametrize("words", [MODES, GIVEN_BY, ATTRIBUTIONS, tus.TYPES, {tus.BUNDLE}])
def test_the_words_that_are_taken_are_named(words: frozenset[str]) -> None:
    for word in words:
        assert re.search(rf"(?<![\w/.-]){re.escape(word)}(?![\w/-])", PROTOCOL), word


def test_the_bounds_are_those_of_the_code() -> None:
    counts = {10: "ten"}
    most_entries = ExchangeRequestSchema().fields["entries"].validate
    assert isinstance(most_entries, validate.Length)
    page = re.sub(r"\s+", " ", PROTOCOL)
    for sentence in (
        f"int, 1 to {MAX_REV:,}",
        f"at most {most_entries.max} …",
        f"or more than {MAX_MEDIA} |",
        f"An upload may take {LIFETIME.days} days (`Upload-Expires`), and a phone may have {MOST_OPEN} under way",
        f"({MOST_OPEN // 2} to a posting token",
        f"at most {tus.largest('image/jpeg') // 2**20} MiB, or `{tus.BUNDLE}`",
        f"at most {tus.LARGEST // 2**20} MiB; any other",
        f"after {counts[GUESSES]} different wrong codes",
        f"After {counts[GUESSES]} different unknown codes",
        f"after {MOST_GUESSES} it answers 429",
    ):
        assert sentence in page, sentence


def test_the_schema_of_an_entry_has_the_words_and_bounds_of_the_code() -> None:
    of_body, of_consent = entry.ENTRY_BODY["properties"], entry.CONSENT["properties"]
    assert set(of_body["mode"]["enum"]) == MODES
    assert set(of_consent["given_by"]["enum"]) == GIVEN_BY
    assert set(of_consent["attribution"]["enum"]) == ATTRIBUTIONS
    assert entry.REV["maximum"] == MAX_REV and of_body["author"]["maxLength"] == MAX_AUTHOR
    assert (of_body["duration_ms"]["maximum"], of_body["media"]["maxItems"]) == (LONGEST_DAY_MS, MAX_MEDIA)


def test_the_schema_of_a_form_has_the_keys_kinds_and_functions_of_the_code() -> None:
    for described, typed in (
        (instrument.OF_INSTRUMENTS, Definition),
        (instrument.OF_QUESTIONS, Node),
        (instrument.OF_CHOICES, Choice),
    ):
        assert described.keys() == typed.__annotations__.keys()
    assert get_args(Kind) == instrument.KINDS
    assert set(instrument.FUNCTIONS) == FUNCTIONS.keys()
    assert (*OPERATORS, "neg") == instrument.OPERATORS


def test_every_key_and_kind_of_a_form_is_explained() -> None:
    part = INSTRUMENTS.split("## The definition that travels\n")[1].split("\n## ")[0]
    keys = instrument.OF_INSTRUMENTS.keys() | instrument.OF_QUESTIONS.keys() | instrument.OF_CHOICES.keys()
    for shape in instrument.SCHEMAS["Expression"]["oneOf"]:
        keys |= shape["properties"].keys()
    assert [key for key in keys if f"`{key}`" not in part and f'"{key}"' not in part] == []
    assert [word for word in (*instrument.KINDS, *instrument.OPERATORS) if f"`{word}`" not in part] == []
