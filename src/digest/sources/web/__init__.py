"""Fetching: bounded, polite, and only from the open internet."""
