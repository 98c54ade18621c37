"""Many phones, a bad link, and a server that is killed again and again: nothing lost, doubled, or falsely promised."""
