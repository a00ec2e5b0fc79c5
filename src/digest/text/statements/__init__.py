"""What is told of an article: which sentences tell the whole, which state nothing, who speaks."""
