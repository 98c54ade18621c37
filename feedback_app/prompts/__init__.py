"""Recorded questions of forms: what facilitators record, and the sounds and pictures that a form has of its own."""
