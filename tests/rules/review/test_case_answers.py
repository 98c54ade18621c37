"""What a reviewer reads: questions and answers in their language, skipped and unanswered distinguished."""

from __future__ import annotations

from typing import Any

from feedback_app.review.answers import UNKNOWN, Reader, RecordForm, answer_lines, changes, record_summary

WATER = {"call": "=", "args": [{"ref": "domaine"}, {"lit": "eau"}]}
FORM: dict[str, Any] = {
    "name": "besoin",
    "version": "3",
    "default_language": "fr",
    "questions": [
        {"name": "age", "type": "select_one", "label": {"fr": "Âge ?", "en": "Age?"},
         "choices": [{"name": "refus", "label": {"fr": "Ne veut pas répondre"}}]},
        {"name": "domaine", "type": "select_one", "label": {"fr": "Quoi ?", "en": "What?"},
         "choices": [
             {"name": "eau", "label": {"fr": "L’eau", "en": "Water"}},
             {"name": "san", "label": {"fr": "Santé"}}]},
        {"name": "quoi", "type": "select_one", "label": {"fr": "Quel problème avec ${domaine} ?"}, "relevant": WATER,
         "choices": [{"name": "nsp", "label": {"fr": "Je ne sais pas"}}]},
        {"name": "recit", "type": "group", "label": {"fr": "Racontez."}, "children": [
            {"name": "voix", "type": "audio", "label": {"fr": "Parlez"}},
            {"name": "texte", "type": "text", "label": {"fr": "Écrivez"}}]},
        {"name": "jour", "type": "date", "label": {"fr": "Quand ?"}},
        {"name": "projet", "type": "select_one", "label": {"fr": "Projet ?"}, "appearance": "project"},
    ],
}  # fmt: skip
FR = Reader("fr", {"P1": "Pompe de Kongodougou"})


def rows(reader: Reader = FR, **answers: Any) -> dict[str, Any]:
    content = {"answers": answers, "recorded_at": "2026-11-23T09:00:00Z"}
    return {row.name: row for row in answer_lines(RecordForm(FORM), content, reader)}


def test_choices_are_shown_by_their_labels_in_the_readers_language() -> None:
    assert rows(domaine="eau")["domaine"].text == "L’eau"
    english = rows(Reader("en"), domaine="eau")["domaine"]
    assert (english.question, english.text) == ("What?", "Water")


def test_a_question_that_was_not_asked_is_left_out_and_a_skipped_one_is_marked() -> None:
    assert "quoi" not in rows(domaine="san")
    assert rows(domaine="eau")["quoi"].kind == "skipped"


def test_not_knowing_and_not_wanting_are_answers_of_their_own() -> None:
    assert rows(domaine="eau", quoi="nsp")["quoi"].kind == "unsaid"
    assert rows(age="refus")["age"].text == "Ne veut pas répondre"


def test_a_label_repeats_the_answer_it_speaks_of() -> None:
    assert rows(domaine="eau")["quoi"].question == "Quel problème avec L’eau ?"


def test_days_projects_and_files_are_formatted_for_people() -> None:
    found = rows(jour="2026-11-03", projet="P1", voix="a" * 64)
    assert found["jour"].text == "03/11/2026"
    assert found["projet"].text == "Pompe de Kongodougou"
    assert (found["voix"].kind, found["voix"].media) == ("media", "a" * 64)


def test_answers_that_no_question_asked_for_are_shown_too() -> None:
    assert rows(autre_chose=3.5)["autre_chose"].text == "3,5"


def test_anything_at_all_can_be_shown() -> None:
    odd: list[Any] = [None, [], {}, {"lat": "x"}, True, 1e300, ["a", {"b": []}], {"lat": 5, "lon": 400}]
    for value in odd:
        rows(domaine=value, voix=value, jour=value, projet=value, inconnu=value)
    assert answer_lines(UNKNOWN, {"answers": "nothing"}, FR) == []


def test_who_spoke_need_not_have_written_and_who_did_neither_is_marked_once() -> None:
    assert "texte" not in rows(voix="a" * 64)
    assert rows()["recit"].kind == "skipped" and "voix" not in rows()


def test_a_text_of_blanks_from_an_older_phone_is_shown_as_skipped_and_names_no_record() -> None:
    assert rows(voix="a" * 64, texte=" \n ").keys() == rows(voix="a" * 64).keys()
    assert rows(texte=" \n ")["recit"].kind == "skipped"
    assert record_summary(RecordForm(FORM), {"answers": {"domaine": "eau", "texte": "\u200b "}}, FR).words == ""


def test_the_summary_line_names_the_need_and_not_the_persons_age() -> None:
    content = {"answers": {"age": "refus", "domaine": "eau", "texte": "La pompe\nest en panne"}}
    assert record_summary(RecordForm(FORM), content, FR).line == "L’eau · La pompe est en panne"


def test_a_revision_is_compared_question_by_question() -> None:
    old = answer_lines(RecordForm(FORM), {"answers": {"domaine": "eau", "texte": "Pompe"}}, FR)
    new = answer_lines(RecordForm(FORM), {"answers": {"domaine": "san", "texte": "Pompe", "jour": "2026-11-03"}}, FR)
    found = [(change.question, change.old, change.new) for change in changes(old, new)]
    assert found == [("Quoi ?", "L’eau", "Santé"), ("Quand ?", "", "03/11/2026")]


ASSEMBLY: dict[str, Any] = {
    "name": "seance",
    "version": "1",
    "default_language": "fr",
    "questions": [
        {"name": "village", "type": "text", "label": {"fr": "Où ?"}},
        {"name": "problemes", "type": "repeat", "label": {"fr": "Problèmes"}, "children": [
            {"name": "quoi", "type": "select_one", "label": {"fr": "Quoi à ${village} ?"},
             "choices": [{"name": "eau", "label": {"fr": "L’eau"}}, {"name": "san", "label": {"fr": "Santé"}}]},
            {"name": "lequel", "type": "text", "label": {"fr": "Lequel avec ${quoi} ?"}, "relevant": {
                "call": "=", "args": [{"ref": "quoi"}, {"lit": "san"}]}},
            {"name": "photo", "type": "image", "label": {"fr": "Photo"}},
        ]},
    ],
}  # fmt: skip


def test_the_answers_of_a_repeat_are_shown_one_time_after_the_other() -> None:
    problems = [{"quoi": "eau", "photo": "b" * 64}, {"quoi": "san", "lequel": "Pas de sage-femme"}]
    content = {"answers": {"village": "Sipilou", "problemes": problems}, "recorded_at": "2026-11-23T09:00:00Z"}
    found = [(row.name, row.kind, row.question, row.text) for row in answer_lines(RecordForm(ASSEMBLY), content, FR)]
    assert found == [
        ("village", "said", "Où ?", "Sipilou"),
        ("problemes", "group", "Problèmes", ""),
        ("problemes[1]", "group", "Problèmes · 1", ""),
        ("problemes[1].quoi", "said", "Quoi à Sipilou ?", "L’eau"),
        ("problemes[1].photo", "media", "Photo", ""),
        ("problemes[2]", "group", "Problèmes · 2", ""),
        ("problemes[2].quoi", "said", "Quoi à Sipilou ?", "Santé"),
        ("problemes[2].lequel", "said", "Lequel avec Santé ?", "Pas de sage-femme"),
        ("problemes[2].photo", "skipped", "Photo", ""),
    ]
    assert record_summary(RecordForm(ASSEMBLY), content, FR).topic == "L’eau · Santé"


def test_a_repeat_that_nobody_answered_is_skipped() -> None:
    content = {"answers": {}, "recorded_at": "2026-11-23T09:00:00Z"}
    assert [(row.name, row.kind) for row in answer_lines(RecordForm(ASSEMBLY), content, FR)] == [
        ("village", "skipped"), ("problemes", "skipped"),
    ]  # fmt: skip
