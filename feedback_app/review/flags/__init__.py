"""What records are flagged for is dismissed or flagged by hand, and they get tags."""
