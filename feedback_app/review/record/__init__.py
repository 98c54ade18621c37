"""One record's page: all that is stored of it, what may be done about it, and its erasure."""
