"""What many say: the records that review accepted, and which figures of them may be shown."""
