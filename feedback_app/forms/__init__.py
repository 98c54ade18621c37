"""What is asked: instruments of a programme, how they come in, and their pictures and sounds."""
