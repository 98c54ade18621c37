"""What comes by hand: files that one phone made and another phone, or a person at the desk, brings."""
