"""What a citizen without a phone learns by the code of their record, and nothing else."""
