"""Rasa plug-ins: the words, what is heard in a sentence, danger, and the store of talks."""
