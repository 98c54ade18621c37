"""Saving a reply: its recording is made what every phone plays with no transaction open, then it is written."""

from __future__ import annotations

import uuid
from dataclasses import replace

from feedback_app.base.db import transaction
from feedback_app.enrol.permissions import Area
from feedback_app.media.files import MediaFiles
from feedback_app.portfolio.replies import store, writing
from feedback_app.portfolio.replies.states import ReplyRefusal
from feedback_app.portfolio.replies.writing import ReplyForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.prompts.staff_voice import VoiceRefusal, store_voice


def save(
    files: MediaFiles, area: Area, reply_id: uuid.UUID | None, form: ReplyForm, recording: bytes, *, author: Author
) -> uuid.UUID | ReplyRefusal:
    """Writes a reply, new or not yet published, with the recording that came with it. Returns its id."""
    voice = store_voice(files, area.programme_id, recording) if recording else None
    if isinstance(voice, VoiceRefusal):
        return ReplyRefusal(voice.value)
    with transaction() as session:
        found = store.find_reply(session, area.programme_id, reply_id, lock=True)
        if reply_id is not None and found is None:
            return ReplyRefusal.STALE
        made = writing.write(session, area, found, replace(form, voice=voice), author=author)
        if isinstance(made, ReplyRefusal):
            session.rollback()
            return made
        return made.id
