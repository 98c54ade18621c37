"""The list of cases: filters, search, pages, and what could not be read as a record."""
