"""Themes as staff work with them: named, split, merged, retired, and what speaks for putting a need under one."""
