"""The pure rules of review: states of a case, answers in words, filters, days and positions in doubt."""
