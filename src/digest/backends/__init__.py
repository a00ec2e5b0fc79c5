"""Engines behind the protocols of the stages, one module each."""
