"""What is done about it: themes, solutions, the public portfolio."""
