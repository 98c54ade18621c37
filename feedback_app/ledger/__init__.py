"""Everything recorded, for good: entries in commit order, their current state, erasure, what goes down to phones."""
