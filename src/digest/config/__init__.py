"""`digest.toml` and `DIGEST_*` variables to frozen settings."""

from digest.config.load import Settings, exposed_secrets, load, locate

__all__ = ["Settings", "exposed_secrets", "load", "locate"]
