"""Measurements, by hand and never in a test: `./run bench NAME`; figures go into docs/performance.md."""
