"""May it be shown, what must be done: cases, decisions, the desk."""
