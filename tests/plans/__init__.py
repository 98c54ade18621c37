"""How the database means to find what requests ask for, once it holds a million records."""
