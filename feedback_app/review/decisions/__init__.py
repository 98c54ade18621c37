"""What reviewers decide about records: what each may do (`desk_actions/`), deciding, and what is published of it."""
