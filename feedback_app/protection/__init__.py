"""Reports for protection officers alone: sealed on the phone to a key that the server never opens (decision 61)."""
