"""Custom actions: read slots, call the guide, utter a key, return slots. No sentences here."""
