"""Projects that seek funding: what they are, how they score on the published criteria, who funds them."""
