"""What is asked: instruments of a programme, how they come in, and the pictures and sounds that they bring along."""
