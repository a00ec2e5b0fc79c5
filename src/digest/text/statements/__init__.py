"""What of an article is told: which sentences tell the whole, which state nothing, and who speaks."""
