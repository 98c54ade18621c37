"""Parts of photos that reviewers hide before anybody else sees them."""
