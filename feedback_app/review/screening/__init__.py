"""What in a record a reviewer should look at twice: it is marked, and nothing is ever dropped for it."""
