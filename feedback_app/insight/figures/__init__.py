"""Figures of all that is accepted, as they may be shown: tables, when they are shown, and their charts."""
