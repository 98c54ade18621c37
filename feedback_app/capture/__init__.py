"""May this entry count: admission, and opening entries that a locked phone sealed."""
