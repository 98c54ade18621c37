"""Checks of how the server is set up, from requests, settings and the machine."""
