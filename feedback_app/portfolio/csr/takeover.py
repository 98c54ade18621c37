"""What the register already has of CSR projects becomes sheets that wait for a second person. Nothing here commits."""

from __future__ import annotations

from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.portfolio.csr import publishing, store
from feedback_app.portfolio.csr.kinds import INITIATIVE, KINDS, ORGANISATION
from feedback_app.portfolio.csr.names import NameFinder, name_finder
from feedback_app.portfolio.csr.values import FieldError, read_value, years_in
from feedback_app.portfolio.solutions.history import Author
from feedback_app.register.project_store import ProjectDetails, project_details


def without_sheet(session: AnySession, programme_id: str) -> list[ProjectDetails]:
    """The projects of the register that have no sheet yet."""
    known = {one.key for one in store.sheets(session, programme_id, INITIATIVE)}
    return [one for one in project_details(session, programme_id) if one.id not in known]


def take_over(session: AnySession, programme_id: str, *, author: Author) -> int:
    """Proposes a sheet of each of them, and of the organisations that pay for them. Returns how many."""
    store.lock_sheets(session)
    names = name_finder(session, programme_id)
    organisations = {one.key for one in store.sheets(session, programme_id, ORGANISATION)}
    found = without_sheet(session, programme_id)
    for project in found:
        publishing.add_sheet(session, programme_id, INITIATIVE, project.id, _words(project, names), author=author)
        for payer in project.payers:
            if payer.id not in organisations:
                organisations.add(payer.id)
                words = {"name": payer.name, "activity": payer.sector}
                publishing.add_sheet(session, programme_id, ORGANISATION, payer.id, words, author=author)
    return len(found)


def _words(project: ProjectDetails, names: NameFinder) -> dict[str, Any]:
    years = years_in(project.date or "") or (None, None)
    return {
        "title": project.title[:300],
        "funders": [[one.id, one.name, one.share] for one in project.payers],
        "sectors": _read("sectors", project.sector, names),
        "sdgs": _read("sdgs", project.sdg, names),
        "places": _read("places", project.place_code, names),
        "place_note": project.place_note,
        "committed": project.amount or None,
        "first_year": years[0],
        "last_year": years[1],
        "stage": _read("stage", project.status, names),
        "implementer": project.implementer,
        "about": (project.note or "")[:1500],
        "source_url": _read("source_url", project.source_url, names),
    }


def _read(name: str, text: str | None, names: NameFinder) -> Any:
    """What a text of the register says, where the sheet has a word for it."""
    try:
        return read_value(KINDS[INITIATIVE].field(name), text or "", names)
    except FieldError:
        return None
