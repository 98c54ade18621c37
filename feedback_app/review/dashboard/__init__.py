"""The coordinator's dashboard: what comes in and from where, what waits, who decides, what is stuck and what to do."""
