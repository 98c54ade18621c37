"""Backups that are proven, and restoring one. What is in a proven backup is *safe*: phones may delete it."""
