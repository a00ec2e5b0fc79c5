"""Quality scores and speed ratios."""
