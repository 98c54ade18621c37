"""Accepted records, each with the coarse place at which it is shown."""
