"""Numbered without gaps."""
