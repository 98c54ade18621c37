"""`python -m feedback_app` is `feedback-app`."""

from feedback_app.cli import main

main()
