"""What people with bad intentions did to the system, and what holds now."""
