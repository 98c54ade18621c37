"""Who did what: an append-only log, chained by hashes. First on the road, so that every package may note in it."""
