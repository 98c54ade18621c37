"""What reviewers write to each other about a record."""
