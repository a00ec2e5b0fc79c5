"""What a night reads: the sources a user follows, and which of what they list is news."""
