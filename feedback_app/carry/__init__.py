"""Hand-carried files, which one phone made and another phone, or a person at the desk, delivers."""
