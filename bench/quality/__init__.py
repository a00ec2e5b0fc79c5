"""Quality scores, one module an area."""
