"""Records that may say the same: why they may, and finding them."""
