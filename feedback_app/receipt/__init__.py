"""What a citizen without a phone is told by the code of what they said, and nothing else."""
