"""For any WSGI server: `gunicorn wsgi:application`."""

import os

from feedback_app.app import create_app
from feedback_app.base.logs import write_logs

os.umask(0o077)  # what is written is for the server's user alone
write_logs()
application = create_app()
