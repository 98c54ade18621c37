"""What a phone sends: instruments, validation, media, the exchange."""
