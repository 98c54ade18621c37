"""Weeks of a whole pilot through the real doors, and every public number worked out a second time from raw rows."""
