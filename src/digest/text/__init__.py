"""Pure knowledge of text: no I/O beyond the data files beside it, no model."""
