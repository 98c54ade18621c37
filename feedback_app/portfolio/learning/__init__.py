"""Action learning plans: what a pilot wants to learn, and what its places felt before it began and after."""
