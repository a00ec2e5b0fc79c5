"""Parsers: the bytes of one format to an article, or to what a feed lists."""
