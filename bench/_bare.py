"""A yardstick: a Flask route that only inserts what it is given, into one table, and commits.

It checks no token, reads no instrument, keeps no order and forgives no error: what it does in a second on a machine is
more than any real server can, and what ours does is given as a share of it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import Any

import orjson
import psycopg
from flask import Flask, request

URL = os.environ["BARE_DATABASE"]
TABLE = "create table if not exists bare (id text, rev int, digest text, body text)"
links = threading.local()
app = Flask("bare")


def link() -> Any:
    """This thread's connection."""
    if not hasattr(links, "one"):
        if URL.startswith("postgresql"):
            links.one = psycopg.connect(URL)
        else:
            links.one = sqlite3.connect(URL, timeout=60)
            links.one.execute("pragma journal_mode=wal")
            links.one.execute("pragma synchronous=full")
    return links.one


@app.post("/api/v1/exchange")
def insert() -> bytes:
    entries = orjson.loads(request.get_data())["entries"]
    rows = [(one["id"], one["rev"], one["digest"], one["body"]) for one in entries]
    values = "%s, %s, %s, %s" if URL.startswith("postgresql") else "?, ?, ?, ?"
    link().cursor().executemany(f"insert into bare values ({values})", rows)
    link().commit()
    return b'"stored"' * len(rows)


@app.get("/")
def ready() -> bytes:
    link().execute(TABLE)
    link().commit()
    return b"ready"
