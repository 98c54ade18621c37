"""Backups that were proven, and coming back from one. What is in a proven backup is *safe*: phones may let go of it."""
