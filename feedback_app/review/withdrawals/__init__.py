"""Records that people take back: the desk confirms, and erases, or declines."""
