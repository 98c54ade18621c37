"""Reading and verifying who did what: the desk's page, and the commands. Last on the road, so that it may ask all."""
