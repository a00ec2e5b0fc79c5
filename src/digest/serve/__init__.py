"""The archive from the ledger, on this machine; with search, the run at work, other formats."""

from digest.serve.app import App
from digest.serve.server import server

__all__ = ["App", "server"]
