"""What somebody who means ill tried, and what holds. One file a subject; each test fails without what stops them."""
