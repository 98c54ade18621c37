"""A public class is named by plain words, or its term is in the glossary."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from .test_imports import modules

ROOT = Path(__file__).parents[2]
PLAIN = frozenset((Path(__file__).parent / "plain_words.txt").read_text(encoding="utf-8").split())
"""Words that anybody who writes software or keeps records knows."""


def words(name: str) -> list[str]:
    """`UploadStatus` → upload, status."""
    return [part.lower() for part in re.findall(r"[A-Z]+(?![a-z0-9])|[A-Z][a-z0-9]*", name)]


def terms() -> set[str]:
    """What the glossary explains, by its words."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| ([^|]+?) \|", text, flags=re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"[a-z]+", cell.lower())}


def public_classes() -> set[str]:
    return {
        node.name
        for name, tree in modules()
        if ".migrations" not in name
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


def unexplained(names: set[str]) -> dict[str, list[str]]:
    """The words of each class that are neither plain nor a term."""
    known = PLAIN | terms()
    odd = {name: [word for word in words(name) if word not in known] for name in names}
    return {name: left for name, left in odd.items() if left}


def test_every_public_class_is_self_explaining_or_in_the_glossary() -> None:
    assert unexplained(public_classes()) == {}


def test_a_name_that_nobody_could_search_for_would_be_noticed() -> None:
    assert unexplained({"GroundKeeper", "UploadStatus", "RecordDossier"}) == {"GroundKeeper": ["ground", "keeper"]}


def test_no_plain_word_is_listed_in_vain() -> None:
    used = {word for name in public_classes() for word in words(name)}
    assert sorted(PLAIN - used) == []


EXPLAINED = (
    "status event", "timeline", "publish", "area", "admission context", "CaseState", "UploadStatus", "DeviceHealth", "ProgrammePosition",
    "position", "profile", "refusal", "sealed item", "MAC", "write lock", "assign", "notification", "sensitive", "place feed", "record page",
)  # fmt: skip
"""The words that code, documents and commits use, each for one thing."""
RETIRED = {
    "chain",
    "ground",
    "keeper",
    "standing",
    "lack",
    "turn",
    "tie",
    "news",
    "delicate",
    "board",
    "voucher",
    "letter",
}
"""What these were called before. A reader finds the word of now."""


def rows(page: str) -> list[str]:
    """The terms that a glossary explains, one of each row; those of a row that stand for one thing apart."""
    cells = re.findall(r"^\| (?!word|---)([^|]+?) \|", page, flags=re.MULTILINE)
    return [term.strip(" `()") for cell in cells for term in re.split(r", | (?=\()", cell)]


def faults(page: str) -> list[str]:
    """Words without a row, words with two, and words of before that have one."""
    there = rows(page)
    missing = [f"no {word}" for word in EXPLAINED if word not in there]
    twice = [f"twice {word}" for word in sorted(set(there)) if there.count(word) > 1]
    return missing + twice + [f"retired {word}" for word in sorted(RETIRED & set(there))]


def test_the_glossary_explains_each_concept_once_and_by_its_word_of_now() -> None:
    assert faults((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")) == []


def test_a_word_that_is_missing_twice_or_retired_would_be_noticed() -> None:
    page = "".join(f"| {word} | what it is | |\n" for word in EXPLAINED[1:]) + "| area, ground | what it is | |\n"
    assert faults(page) == ["no status event", "twice area", "retired ground"]
