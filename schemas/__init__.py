"""What goes over the wire (marshmallow). Imports nothing of ours."""
