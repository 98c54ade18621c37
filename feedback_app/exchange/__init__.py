"""The door for phones: what they hand over and what they get, and the files of the phone app."""
