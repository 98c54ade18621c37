"""Companies and the exchange: who speaks for them, what they promise and pay, what is written with the Lab."""
