"""What many say, followed from what the Lab accepts to what anyone is shown."""
