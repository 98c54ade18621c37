"""Made-up records for a demo programme: a pilot of six months, of all instruments and in every state."""
