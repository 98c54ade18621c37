"""For any WSGI server: `gunicorn wsgi:application`."""

from feedback_app.app import create_app

application = create_app()
