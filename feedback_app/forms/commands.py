"""The command line of instruments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.forms import form_media as keeping
from feedback_app.forms import importing
from feedback_app.forms.actions import install_instruments
from feedback_app.forms.form_files import gather_files
from feedback_app.forms.texts import TEXTS
from feedback_app.forms.xlsform.issue import XlsformError
from feedback_app.media.actions import files_of
from feedback_app.register.lookup_store import programme_by_id

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def instruments() -> None:
    """The forms that phones carry."""


@instruments.command("install")
@click.option("--programme", required=True)
def install(programme: str) -> None:
    """Give a programme the shipped instruments, in versions it does not have yet."""
    with transaction() as session:
        made = install_instruments(session, _known(programme), clock.now())
    click.echo("\n".join(made) or TEXTS.say("nothing_new"))


@instruments.command("import")
@click.argument("file", type=existing_file)
@click.option("--programme", required=True)
@click.option("--name", default="", help="The instrument's name; else the form's own, else the file's.")
@click.option("--language", type=click.Choice(sorted(importing.LANGUAGES)), default="fr", show_default=True,
              help="The language of a form that does not say it.")  # fmt: skip
@click.option("--as-text", is_flag=True, help="Ask in words what the phone cannot ask otherwise.")
@click.option("--media", type=click.Path(exists=True, path_type=Path),
              help="Folder or .zip of the pictures and sounds that the form names.")  # fmt: skip
@click.option("--check", is_flag=True, help="Only say what would come of it.")
def import_file(
    file: Path, *, programme: str, name: str, language: str, as_text: bool, media: Path | None, check: bool
) -> None:
    """Import an XLSForm (.xlsx, .xls, .csv, .md): all of it, or nothing with the reasons."""
    try:
        data = file.read_bytes()
        files = gather_files(_files_in(media) if media else ())
        reading = importing.read_file(data, file.name, name=name, language=language, as_text=as_text, files=files)
        for notice in reading.notices:
            click.echo(notice.sentence(), err=True)
        if check:
            outcome = importing.compare(db.session, _known(programme), reading)
        else:
            with transaction() as session:
                outcome = importing.install(session, _known(programme), reading, now=clock.now())
                storage = files_of(current_app.extensions["echo_settings"])
                keeping.keep(session, storage, programme, keeping.used_files(reading, files).values(), now=clock.now())
    except XlsformError as error:
        for sentence in error.sentences():
            click.echo(sentence, err=True)
        raise SystemExit(1) from None
    word = "form_known" if not outcome.is_new else "form_could" if check else "form_taken"
    click.echo(TEXTS.say(word, form=f"{outcome.name} {reading.definition['version']}"))


def _files_in(media: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a folder, or the one archive."""
    for path in sorted(media.rglob("*")) if media.is_dir() else [media]:
        if path.is_file():
            yield path.name, path.read_bytes()


def _known(programme: str) -> str:
    if programme_by_id(db.session, programme) is None:
        raise click.ClickException(TEXTS.say("no_programme", name=programme))
    return programme
