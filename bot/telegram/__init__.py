"""Telegram: reading its updates, laying out answers for a small screen, and sending them once."""
