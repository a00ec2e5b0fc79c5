"""`digest.toml` and `DIGEST_*` variables to frozen settings."""

from digest.config.load import Draft, Settings, draft, exposed_secrets, load, locate

__all__ = ["Draft", "Settings", "draft", "exposed_secrets", "load", "locate"]
