"""What computes: PyTorch or CTranslate2, each behind `generation.Runtime`."""
