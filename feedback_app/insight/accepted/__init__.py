"""Accepted records, each with the coarse place that stands for it."""
