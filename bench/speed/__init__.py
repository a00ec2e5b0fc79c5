"""Speed ratios, one module an area."""
