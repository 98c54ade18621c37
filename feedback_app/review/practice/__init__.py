"""Made-up records with which a new reviewer practises, and learns at once what somebody with experience would do."""
