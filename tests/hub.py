"""A hub on loopback: it speaks the part of the hub's API that downloads need, and breaks off."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """Serves one repository; `breaks` are files whose first answer ends in the middle."""

    def __init__(self, repo: str, files: dict[str, bytes], licence: str = "mit") -> None:
        self.repo, self.files, self.licence = repo, files, licence
        self.breaks: set[str] = set()
        self.lies: dict[str, bytes] = {}  # what is sent in place of a file
        self.asked: list[tuple[str, str, str]] = []  # method, path, range
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def downloads(self, name: str) -> list[str]:
        """Return the ranges asked for of a file, "" for all of it."""
        return [
            span for method, path, span in self.asked if method == "GET" and path.endswith(name)
        ]

    def info(self) -> Any:
        siblings = [
            {"rfilename": name, **_described(name, content)} for name, content in self.files.items()
        ]
        card = {"license": self.licence} if self.licence else {}
        return {"id": self.repo, "sha": COMMIT, "cardData": card, "siblings": siblings,
                "tags": [], "downloads": 0, "private": False}  # fmt: skip

    def tree(self) -> Any:
        return [
            {"type": "file", "path": name, "oid": made["blobId"], "size": made["size"]}
            | ({"lfs": {**made["lfs"], "oid": made["lfs"]["sha256"]}} if "lfs" in made else {})
            for name, content in self.files.items()
            for made in [_described(name, content)]
        ]


def _described(name: str, content: bytes) -> dict[str, Any]:
    size = len(content)
    blob = hashlib.sha1(b"blob %d\0" % size + content).hexdigest()
    if not name.endswith((".safetensors", ".bin", ".h5", ".gguf")):
        return {"size": size, "blobId": blob}
    sha256 = hashlib.sha256(content).hexdigest()
    lfs = {"sha256": sha256, "size": size, "pointerSize": 134}
    return {"size": size, "blobId": blob, "lfs": lfs}


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _answer(self) -> None:
            path = self.path.partition("?")[0]
            hub.asked.append((self.command, path, self.headers.get("Range", "")))
            api, files = f"/api/models/{hub.repo}", f"/{hub.repo}/resolve/{COMMIT}/"
            if path.startswith(f"{api}/tree/"):
                self._json(hub.tree())
            elif path == api or path.startswith(f"{api}/revision/"):
                self._json(hub.info())
            elif path.startswith(files) and path.removeprefix(files) in hub.files:
                self._file(path.removeprefix(files))
            else:
                self._json({"error": "Repository not found"}, 404, "RepoNotFound")

        def _json(self, content: Any, status: int = 200, error: str = "") -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if error:
                self.send_header("X-Error-Code", error)
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        def _file(self, name: str) -> None:
            made = _described(name, hub.files[name])
            content = hub.lies.get(name, hub.files[name])
            span = self.headers.get("Range", "")
            start = int(span.removeprefix("bytes=").partition("-")[0]) if span else 0
            self.send_response(206 if span else 200)
            etag = made["lfs"]["sha256"] if "lfs" in made else made["blobId"]
            self.send_header("ETag", f'"{etag}"')
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("Accept-Ranges", "bytes")
            if span:
                last = len(content) - 1
                self.send_header("Content-Range", f"bytes {start}-{last}/{len(content)}")
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            if self.command == "HEAD":
                return
            if name in hub.breaks:
                hub.breaks.discard(name)
                self.wfile.write(content[: len(content) // 2])
                self.close_connection = True
                return
            self.wfile.write(content[start:])

    return Handler
