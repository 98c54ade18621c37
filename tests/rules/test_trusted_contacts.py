"""Whom to call behind the danger door: what a programme may say of its trusted people, and who is shown where."""

from __future__ import annotations

from typing import Any

import pytest

from feedback_app.register.trusted_people import (
    KEY,
    UnusableContacts,
    contacts,
    helplines,
    nearest_contacts,
    read_contacts,
    readable_number,
    sentence,
    wire,
)  # fmt: skip

MARIAM: dict[str, Any] = {
    "name": " Mariam  Exemple ", "phone": "+225 07.00-00 00 00", "role": {"fr": "assistante sociale"},
    "hours": "De 7 h à 20 h", "languages": "fr, dyu",
}  # fmt: skip


def test_a_trusted_contact_is_stored_with_a_number_that_can_be_called() -> None:
    (mariam,) = read_contacts([MARIAM], home="XX")
    assert (mariam.name, mariam.phone, mariam.place) == ("Mariam Exemple", "+2250700000000", "XX")
    assert (mariam.hours, mariam.languages) == ({"fr": "De 7 h à 20 h"}, ("fr", "dyu"))
    assert contacts({KEY: [mariam.as_setting()]}) == [mariam]
    assert sentence(mariam, "fr") == (
        "Mariam Exemple, assistante sociale. Appelez le +225 07 00 00 00 00. De 7 h à 20 h."
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"), ({"name": "A" * 81}, "name"), ({"phone": ""}, "phone"), ({"phone": "12"}, "phone"),
        ({"phone": "07 00 demain"}, "phone"), ({"phone": "1" * 16}, "phone"), ({"phone": "0700;ext=1"}, "phone"),
        ({"role": "x" * 121}, "role"), ({"hours": {"en": "x" * 121}}, "hours"), ({"languages": ["<b>"]}, "languages"),
    ],
)  # fmt: skip
def test_what_nobody_could_call_or_read_is_refused_whole(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(UnusableContacts) as refused:
        read_contacts([MARIAM, MARIAM | changed], home="XX")
    assert refused.value.wrong == [(2, field)]
    assert contacts({KEY: [MARIAM | changed, MARIAM]}) == contacts({KEY: [MARIAM]}), "phones get the others"


@pytest.mark.parametrize("value", [None, {}, "x", [None], [7], [MARIAM] * 201])
def test_what_is_no_list_of_people_is_refused(value: object) -> None:
    with pytest.raises(UnusableContacts):
        read_contacts(value, home="XX")
    assert contacts({KEY: 7}) == contacts({}) == []


def test_a_number_that_changed_has_no_recording_that_says_the_old_one() -> None:
    old, new = read_contacts([MARIAM, MARIAM | {"phone": "0500000000"}], home="XX")
    assert old.id != new.id


def test_the_nearest_up_the_tree_is_shown() -> None:
    country, lake, mount = (
        wire(read_contacts([MARIAM | {"name": name}], home="XX")[0], path)
        for name, path in (("Pays", "/XX/"), ("Lac", "/XX/R1/S1/"), ("Mont", "/XX/R2/"))
    )
    everyone = [country, lake, mount]
    assert nearest_contacts(everyone, "/XX/R1/S1/V1/") == [lake]
    assert nearest_contacts(everyone, "/XX/R1/") == [country]
    assert nearest_contacts([lake], "/XX/R2/S2/V3/") == []


def test_numbers_are_shown_as_people_read_them() -> None:
    assert [readable_number(one) for one in ("0700000000", "+2250700000000", "1308", "116")] == [
        "07 00 00 00 00", "+225 07 00 00 00 00", "1308", "116",
    ]  # fmt: skip


def test_the_helplines_of_a_country_are_data() -> None:
    assert [line["number"] for line in helplines("CI")] == ["1308", "116"]
    assert helplines("XX") == []
