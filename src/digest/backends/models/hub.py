"""Checkpoints from the hub into its own cache, whole and checked.

`huggingface_hub` downloads, and goes on where a connection broke off; `HF_ENDPOINT`, `HF_HOME` and
`HF_HUB_OFFLINE` are its own settings. What arrived is compared with the sums that the hub states.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.backends import libraries
from digest.backends.models import manifest
from digest.backends.models.checkpoint import SMALL
from digest.backends.models.registry import full, known, restricted
from digest.errors import ConfigError, DigestError, Forbidden, InputError, InputMissing, Unavailable

if TYPE_CHECKING:
    from collections.abc import Collection

_NUMBER = re.compile(r"\[Errno -?\d+\] ")  # of the system; its words follow
SAFE, PICKLED, GGUF = "*.safetensors", "pytorch_model*.bin", "*.gguf"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the hub has under an id: the commit, its licence, the files to take with their sums."""

    id: str
    revision: str
    licence: str
    files: tuple[Any, ...]  # of huggingface_hub

    @property
    def megabytes(self) -> int:
        """Return what there is to download."""
        return sum(file.size or 0 for file in self.files) // 1_000_000


def offer(name: str, revision: str | None = None, file: str | None = None) -> Offer:
    """Ask the hub; `file` names the weights to take, where a repository has several GGUF files.

    Raises `Unavailable`, `Forbidden` or `InputMissing` where the hub does not answer, and
    `ConfigError` where it is not clear which file is meant.
    """
    listed = known(name)
    wanted = revision or (listed.revision if listed else "") or None
    try:
        info = libraries.hub().HfApi().model_info(full(name), revision=wanted, files_metadata=True)
    except Exception as error:
        raise _explained(full(name), error) from error
    said = getattr(info.card_data, "license", None) if info.card_data else None
    licence = str(said or (listed.licence if listed else "unknown")).lower()
    files = _needed(full(name), info.siblings or [], file)
    return Offer(full(name), str(info.sha), licence, files)


def pull(found: Offer, accepted: Collection[str] = ()) -> Path:
    """Download what is not here yet, check it, and return its directory.

    Raises `Forbidden` where the licence needs a consent that is not among the `accepted`, and
    `InputError`, naming the file, where something arrived that is not what the hub has.
    """
    if restricted(found.licence) and found.licence not in accepted:
        raise Forbidden(
            f"{found.id} has the licence {found.licence}, which does not allow every use: read it, "
            f'then set [models] accept_licences = ["{found.licence}"] or give --accept-licence'
        )
    names = [file.rfilename for file in found.files]
    try:
        path = Path(
            libraries.hub().snapshot_download(
                found.id, revision=found.revision, allow_patterns=names
            )
        )
    except Exception as error:
        raise _explained(found.id, error) from error
    for file in found.files:
        _check(path / file.rfilename, file)
    manifest.add(path, (path / name for name in names), f"{found.id}@{found.revision}")
    return path


def directory(path: Path) -> Path:
    """Return a model's directory: the path, or where the model of that name was pulled to."""
    if path.expanduser().exists():
        return path.expanduser()
    return _newest(str(path)) or path


def pulled(name: str) -> Path:
    """Return where the hub keeps all revisions of a model; raise `InputMissing` without any."""
    if not _folder(name).is_dir():
        raise InputMissing(f"no model {name} was pulled to {_cache()}")
    return _folder(name)


def remove(name: str) -> int:
    """Delete a pulled model, all of its revisions; return the bytes it took."""
    pulled(name)
    cached = libraries.hub().scan_cache_dir(_cache())
    commits = [
        revision.commit_hash
        for repo in cached.repos
        if repo.repo_id == full(name) and repo.repo_type == "model"
        for revision in repo.revisions
    ]
    plan = cached.delete_revisions(*commits)
    plan.execute()
    return int(plan.expected_freed_size)


def _newest(name: str) -> Path | None:
    """Return the snapshot of a pulled model; of several revisions, the last one."""
    lists = (_folder(name) / "snapshots").glob(f"*/{manifest.NAME}")
    newest = max(lists, key=lambda file: file.stat().st_mtime, default=None)
    return newest.parent if newest else None


def _cache() -> Path:
    return Path(libraries.hub().constants.HF_HUB_CACHE)


def _folder(name: str) -> Path:
    return _cache() / f"models--{full(name).replace('/', '--')}"


def _needed(name: str, files: list[Any], wanted: str | None) -> tuple[Any, ...]:
    """Return the weights, safe ones if there are any, and the small files; nothing in folders."""
    top = [file for file in files if "/" not in file.rfilename]

    def match(*patterns: str) -> list[Any]:
        return [file for file in top if any(fnmatch(file.rfilename, one) for one in patterns)]

    every = match(SAFE) or match(PICKLED) or match(GGUF)
    weights = [file for file in match(GGUF) if file.rfilename == wanted] if wanted else every
    if (wanted and not weights) or (weights == match(GGUF) and len(weights) > 1):
        names = ", ".join(file.rfilename for file in match(GGUF)) or "none"
        raise ConfigError(f"say which GGUF file of {name} to pull, with --file: {names}")
    return (*weights, *match(*SMALL, "README.md"))


def _check(path: Path, file: Any) -> None:
    """Compare with the hub's sums: SHA-256 of large files, Git's of small ones."""
    if file.lfs is not None:
        right = manifest.digest(path) == file.lfs.sha256
    else:
        content = path.read_bytes()
        made = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
        right = made.hexdigest() == file.blob_id
    if not right:
        path.resolve().unlink()
        path.unlink(missing_ok=True)
        raise InputError(f"{path} is not what the hub has, and was deleted: pull again")


def _explained(name: str, error: Exception) -> DigestError:
    """Return an error of the library as one of ours, in one line."""
    errors = libraries.hub().errors
    reason = _NUMBER.sub("", str(error).strip().partition("\n")[0])
    if isinstance(error, errors.OfflineModeIsEnabled) or "HF_HUB_OFFLINE" in str(error):
        return Unavailable(f"{name} cannot be pulled offline: unset HF_HUB_OFFLINE")
    if isinstance(error, errors.GatedRepoError):
        return Forbidden(f"{name} is gated: agree on its page, and set HF_TOKEN: {reason}")
    if isinstance(error, errors.RepositoryNotFoundError | errors.RevisionNotFoundError):
        return InputMissing(f"the hub has no model {name}, or not this revision: {reason}")
    return Unavailable(f"{name} cannot be pulled now, try again: {reason}")
