"""What syncing costs on the wire: the phone's own engine, in Node, against a real server; bodies counted, heads aside.

`./run bench wire`: a fresh phone that pulls 10,000 rows, an exchange with nothing new, one record, 1,000 of them.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from bench.ingest import serving
from feedback_app.app import create_app
from feedback_app.base.db import db, transaction
from feedback_app.ledger.reference import publish_reference
from feedback_app.ledger.tables import FeedRow
from feedback_app.register.tables import Project
from feedback_app.settings import read_settings
from tests.journeys.server import RunningServer
from tests.node import NODE

ROWS = 10_000


def main(_args: list[str]) -> None:
    """Prints a line for each."""
    with serving("sqlite", workers=2) as running:
        _fill(running)
        phone = [str(NODE), str(Path(__file__).with_name("phone.mjs")), running.url, running.enrolment_code()]
        done = subprocess.run(phone, capture_output=True, text=True, check=False, timeout=300)
    for line in done.stdout.splitlines():
        figures = json.loads(line)
        if "requests" in figures:
            figures["rows"] = f"{figures['requests']} requests, {figures['up']:,} B up, {figures['down']:,} B down"
        print(f"{figures['what']}: {figures['rows']}", flush=True)
    if done.returncode:
        raise SystemExit(done.stderr)


def _fill(running: RunningServer) -> None:
    """So many projects that a fresh phone has 10,000 rows to pull."""
    app = create_app(read_settings(running.environment))
    programme, place = running.programme["id"], running.programme["place"]
    with app.app_context():
        with transaction() as session:
            present = session.query(FeedRow).filter_by(programme_id=programme).count()
            for n in range(ROWS - present):
                session.add(Project(id=f"Q{n}", programme_id=programme, title=f"Projet {n}", place_code=place))
            session.flush()
            publish_reference(session, programme)
        db.engine.dispose()
