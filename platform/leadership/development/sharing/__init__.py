"""Letting a coach read: what, from when, until when; and what the coach finds."""
