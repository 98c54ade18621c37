"""Replies to places: "you said, we did", and whether it is so."""
