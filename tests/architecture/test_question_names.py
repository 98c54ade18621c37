"""The phone goes by what questions mean: only `domain/meaning.ts` knows how forms of ours call them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from feedback_app.forms.engine.definition import in_order
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown
from tests.architecture.state_names import COMMENT, ROOT

PHONE = ROOT / "static" / "pwa" / "src"
HOME = "domain/meaning.ts"
OTHER_THINGS: Mapping[str, Mapping[str, set[str]]] = {
    "a meaning": {"domain/summary.ts": {"age"}},
    "a pictogram": {
        "capture/door-step.tsx": {"porte"},
        "consent/screen.tsx": {"accord", "groupe", "photo"},
        "domain/sensitive.ts": {"porte"},
        "enrol/screen.tsx": {"besoin", "emotion", "retour"},
        "follow/screen.tsx": {"nsp"},
        "replies/model.ts": {"projet"},
        "replies/screen.tsx": {"nsp", "retour"},
        "settings/data.tsx": {"photo"},
        "ui/photo.tsx": {"photo"},
    },
    "what is being recorded": {"app/parts/drafts.ts": {"photo"}, "app/unsaved-photos.ts": {"photo"}},
    "what waits for Wi-Fi": {"domain/thrift.ts": {"photos"}},
    "in English, what was before": {"storage/rejoining.ts": {"former"}},
}
"""The same words for other things, by what they are there."""


def names() -> Iterator[str]:
    """What the forms that come with Écho are called, and their questions; the choices that say nothing."""
    yield from ("nsp", "refus")
    for name, source in shipped_instruments():
        yield name
        yield from (node["name"] for node in in_order(compile_markdown(source, name)["questions"]))


ANY = "|".join(sorted(set(names())))
NAMED = re.compile(rf"""(?<!\w)(["'`])({ANY})\1|\banswers\??\.({ANY})\b|(["'`])(quoi_)""")


def known(path: str, text: str) -> set[str]:
    """The names that a source of the phone knows and should not."""
    found = {match[2] or match[3] or match[5] for match in NAMED.finditer(COMMENT.sub("", text))}
    return found - {word for files in OTHER_THINGS.values() for word in files.get(path, set())}


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return {path.relative_to(PHONE).as_posix(): path.read_text(encoding="utf-8") for path in _typescript()}


def _typescript() -> list[Path]:
    return sorted(PHONE.rglob("*.ts*"))


def test_no_file_of_the_phone_goes_by_the_names_of_questions(sources: dict[str, str]) -> None:
    wrong = {path: sorted(found) for path, text in sources.items() if path != HOME and (found := known(path, text))}
    assert wrong == {}, "Ask domain/meaning.ts. If the word means another thing there, say so in OTHER_THINGS."


def test_what_is_listed_as_another_thing_is_still_there(sources: dict[str, str]) -> None:
    for files in OTHER_THINGS.values():
        for path, words in files.items():
            assert words <= known(f"beside {path}", sources[path]), path


@pytest.mark.parametrize(
    "offender",
    [
        "const NEEDS = ['besoin'];",
        "if (node.name === 'domaine') return;",
        "const level = record.answers.gravite;",
        "const detail = answers?.quoi_eau;",
        "const detail = `quoi_${domain}`;",
        "const APART = ['nsp'];",
    ],
)
def test_going_by_a_name_elsewhere_would_be_noticed(offender: str) -> None:
    assert known("record/made-up.ts", offender)


def test_comments_and_other_words_are_no_offence() -> None:
    assert known("record/made-up.ts", "// 'besoin'\nconst needs = 'besoins';\nconst age = person.age;\n") == set()
