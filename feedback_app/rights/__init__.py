"""The rights of people whose words are stored: what is processed and why, for how long, their data, breaches."""
