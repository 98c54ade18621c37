"""Photos and voices: resumable uploads, storage by content, image work."""
