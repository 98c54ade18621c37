"""The house: database, doors, problems, clock, ids. Knows nothing of the domain."""
