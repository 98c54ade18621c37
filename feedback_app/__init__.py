"""Écho: needs, emotions and feedback of localities, recorded without a network."""
