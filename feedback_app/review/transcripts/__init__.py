"""What reviewers write of voices, and of answers in other languages: a transcript, a translation into French."""
