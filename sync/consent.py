"""What a body says of consent: whether it may be stored, which of its media may be, and whether it takes consent back.

Pure. Hostile until checked: a body may say anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import orjson

from sync.entry import Fault, Malformed, read_body

KEEP = "keep"
MEDIA_USES: Mapping[str, str] = {"photo": "image/", "voice": "audio/"}
"""Uses of media that are agreed to one by one, and the media types that each is about."""
NOT_GIVEN = "not-given"
CHILD_ALONE = "child-alone"
UNSTORED = frozenset({NOT_GIVEN, CHILD_ALONE})
"""Reasons for which nothing of a body is stored but its digest and these reasons."""


def uses(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the person agreed to or refused, by name; empty where that cannot be read."""
    consent = content.get("consent")
    given = consent.get("uses") if isinstance(consent, Mapping) else None
    return given if isinstance(given, Mapping) else {}


def is_given(content: Mapping[str, Any]) -> bool:
    """Whether the person agreed that the body is stored at all."""
    return uses(content).get(KEEP) is True


def is_taken_back(content: Mapping[str, Any]) -> bool:
    """Whether it says in so many words that nothing may be stored; a body that says nothing takes nothing back."""
    return uses(content).get(KEEP) is False


def refused_uses(given: Mapping[str, Any], asked: Collection[str] = ()) -> frozenset[str]:
    """The uses of media that were refused: by a no, or, of those that were asked about, by anything but a yes."""
    return frozenset(name for name in MEDIA_USES if given.get(name, name not in asked) is not True)


def is_refused(media_type: str, refused: Iterable[str]) -> bool:
    """Whether media of this type are among the uses that were refused."""
    return media_type.startswith(tuple(MEDIA_USES[name] for name in refused))


def is_unstored(faults: Iterable[Fault]) -> bool:
    """Whether nothing of a body with these faults may be stored."""
    return any(fault.reason in UNSTORED for fault in faults)


def content_of(malformed: Malformed) -> Mapping[str, Any] | None:
    """The body of what cannot be an entry, as far as there is one that can be read."""
    sent = orjson.loads(malformed.raw)
    inner = sent.get("not_vouched_for", sent) if isinstance(sent, dict) else None
    body = inner.get("body") if isinstance(inner, dict) else None
    return read_body(body.encode("utf-8", "surrogatepass")) if isinstance(body, str) else None
