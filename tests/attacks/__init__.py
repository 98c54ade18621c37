"""Who attacks, what they do, and what holds."""
