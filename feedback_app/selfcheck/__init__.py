"""How the server is set up: what requests, settings and the machine tell of it."""
