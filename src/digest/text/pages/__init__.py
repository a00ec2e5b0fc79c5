"""The lines of a page: which are its story, which are furniture, and whether there is a story."""
