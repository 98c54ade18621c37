"""What a reviewer sees and does at the desk: the queue, one record, decisions."""
