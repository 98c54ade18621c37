"""Weak signals: what is suddenly said more often in a place, week by week, for the desk alone."""
