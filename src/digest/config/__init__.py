"""`digest.toml` and `DIGEST_*` variables to frozen settings."""

from digest.config.load import Settings, exposed_secrets, load, locate
from digest.config.tables import FORMATS

__all__ = ["FORMATS", "Settings", "exposed_secrets", "load", "locate"]
