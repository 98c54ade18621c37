"""What each role may do at the desk, as tables: `*.txt`, one row a request, one column a role.

A cell holds an answer for each area, in the order of `AREAS`: the status, and `+` where the page shows something of
what Awa recorded at V1, or of what was made of it.
"""
