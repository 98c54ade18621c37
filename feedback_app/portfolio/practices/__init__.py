"""Solutions that people found themselves: lifted from accepted records, with evidence, stage, credit and consent."""
