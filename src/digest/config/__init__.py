"""`digest.toml` and `DIGEST_*` variables to frozen settings."""

from digest.config.load import Draft, draft, exposed_secrets, load, locate
from digest.config.settings import Settings

__all__ = ["Draft", "Settings", "draft", "exposed_secrets", "load", "locate"]
