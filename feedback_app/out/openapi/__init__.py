"""The description of the API for machines and people, and what problems mean."""
