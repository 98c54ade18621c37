"""Accepted needs assigned to themes and solutions; how far a solution has come, and how that reaches who spoke."""
