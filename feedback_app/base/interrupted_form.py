"""Forms of the desk that came after their session had ended: what was written travels through the sign-in and is there
again afterwards. Nothing is stored on the server; the sign-in page carries the form, signed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Request, current_app
from itsdangerous import BadData, URLSafeSerializer

LARGEST = 256 * 1024
"""Characters of one form that are carried. The longest text that the desk takes is a tenth of it."""

LONGEST_CODE = 40
"""Characters of the longest value that is no text: an id, a code, a state."""

_NOT_CARRIED = frozenset({"csrf", "password", "new_password", "code", "otp", "recovery", "credential"})


@dataclass(frozen=True, slots=True)
class InterruptedForm:
    """A form that was not taken. `action` and `page` are addresses of the desk; `fields` are names and values."""

    action: str
    page: str
    """Where the form is found again."""
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False
    """Files were chosen too; a browser lets no page choose them again."""

    def as_json(self) -> dict[str, Any]:
        """What the desk's script reads to fill the form in again."""
        return asdict(self)

    @staticmethod
    def is_written(value: str) -> bool:
        """Whether a value is words of a person, to be shown, rather than what a button or a list says of itself."""
        return len(value.split()) > 1 or len(value) > LONGEST_CODE


def interrupted_form(incoming: Request) -> InterruptedForm | None:
    """The form of this request; None when it has nothing to keep, or more than LARGEST."""
    fields = tuple((name, value) for name, value in incoming.form.items(multi=True) if name not in _NOT_CARRIED)
    had_files = any(one.filename for one in incoming.files.values())
    if not (fields or had_files) or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    return InterruptedForm(incoming.full_path.rstrip("?"), _page_of(incoming), fields, had_files)


def _page_of(incoming: Request) -> str:
    """The page of the desk that the form was sent from. Browsers name it to pages of the same site."""
    referrer = urlsplit(incoming.headers.get("HX-Current-URL") or incoming.referrer or "")
    local = referrer.netloc == incoming.host and referrer.path.startswith("/desk/")
    return referrer.path + (f"?{referrer.query}" if referrer.query else "") if local else "/desk/"


def pack(form: InterruptedForm) -> str:
    """The form as a field of the sign-in page."""
    return str(_signer().dumps(form.as_json()))


def unpack(packed: str) -> InterruptedForm | None:
    """What `pack` made; None for anything else, so that no other site puts words into a form here."""
    try:
        loaded = _signer().loads(packed)
    except BadData:
        return None
    return InterruptedForm(**loaded | {"fields": tuple((name, value) for name, value in loaded["fields"])})


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="unsent form")
