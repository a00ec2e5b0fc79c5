"""Apertium's streams: text put into them and read out, and what its rules get wrong mended."""
