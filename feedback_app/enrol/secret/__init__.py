"""Sealing keys, passwords and code apps in the database under a secret that is given from outside (decision 42)."""
