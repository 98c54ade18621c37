"""The files that browsers load, shipped with the package."""
