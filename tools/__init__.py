"""Programs for whoever works on the tree; no part of the app."""
