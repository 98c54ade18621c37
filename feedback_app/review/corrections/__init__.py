"""Answers that reviewers correct: judged by the form's own rules, beside those of the author, who reads of it."""
