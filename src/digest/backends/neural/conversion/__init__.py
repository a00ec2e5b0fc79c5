"""Checkpoints in the form of CTranslate2, compared with what they were."""
