"""The directory in a database, and only that: conversations are kept by Rasa's tracker store."""
