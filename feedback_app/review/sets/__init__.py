"""Decisions on all the cases that a query finds, undone for a while before anybody hears of them (decision 51)."""
