"""What the Lab decided, in figures for anyone: by week, action and reason, and how long people waited."""
