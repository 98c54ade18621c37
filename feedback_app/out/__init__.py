"""What goes back and outside: the description of the API, problems explained."""
