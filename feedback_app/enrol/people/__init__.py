"""Accounts of people: invited, reset, unlocked, deactivated; roles given and taken; one’s own password and sessions."""
