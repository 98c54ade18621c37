"""A share of decisions is read a second time by somebody else, who does not see the first, and the two are compared."""
