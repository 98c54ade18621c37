"""Waiting needs that belong together, as the machine suggests: under a confirmed theme, or as a new one."""
