"""Moderation: cases of records, what reviewers decide about them, and the desk where they do."""
