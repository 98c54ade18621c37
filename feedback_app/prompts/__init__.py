"""The questions of forms, said aloud: what facilitators record, and what a form brings along to be heard and seen."""
