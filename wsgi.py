"""For any WSGI server: `gunicorn wsgi:application`."""

import os

from feedback_app.app import create_app

os.umask(0o077)  # what is written is for the server's user alone
application = create_app()
