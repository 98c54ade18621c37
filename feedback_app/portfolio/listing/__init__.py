"""What anyone may see of the portfolio: groups of needs with rounded figures, the public pages, their map."""
