"""Netwerkwijzer: which way of meeting people may suit you, why, and where."""
