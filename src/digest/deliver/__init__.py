"""Documents to where they are read."""
