"""What was said, for good: entries in commit order, their current state, erasure, what travels down."""
