"""What is told of an article: which sentences tell the whole, which state nothing, who speaks.

And which are not for readers: what speaks to machines, or tells of an earlier version.
"""
