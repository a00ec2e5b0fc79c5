"""What tests of pages and letters look through: Chromium, axe-core, html-validate, caniemail.

`make web` installs the last three; where one is missing, what needs it is skipped and says so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NODE = shutil.which("node")
MODULES = Path(__file__).parents[1] / ".cache/web/node_modules"

_LENIENT = {
    "doctype-style": "off",
    "valid-id": ["error", {"relaxed": True}],  # HTML wants no letter first
}
_OF_MAIL = {
    "no-inline-style": "off",  # mail programs drop the head
    "no-deprecated-attr": "off",  # Word centres by align only
}


def module(name: str) -> Path:
    """Return the folder of a node module; skip where it, or a node that is new enough, is not."""
    if not _has_node() or not (MODULES / name).is_dir():
        pytest.skip(f"no node 20 with {name} (make web)")
    return MODULES / name


@cache
def _has_node() -> bool:
    if not NODE:
        return False
    done = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True)
    return int(done.stdout.removeprefix("v").partition(".")[0]) >= 20


def serious(page: Any) -> list[tuple[str, str]]:
    """Return what axe-core finds serious or critical in an open page."""
    page.add_script_tag(path=module("axe-core") / "axe.min.js")
    found = page.evaluate("axe.run().then(result => result.violations)")
    worst = ("serious", "critical")
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in worst]


def invalid(files: Sequence[Path], *, mail: bool = False) -> list[tuple[str, int, str]]:
    """Return what html-validate says of files: name, line, message."""
    program = module("html-validate") / "bin" / "html-validate.mjs"
    folder = files[0].parent
    rules = _LENIENT | (_OF_MAIL if mail else {})
    config = {"root": True, "extends": ["html-validate:recommended"], "rules": rules}
    (folder / "rules.json").write_text(json.dumps(config), "utf-8")
    told = folder / "told.json"
    command = [str(NODE), str(program), "--config", str(folder / "rules.json")]
    subprocess.run([*command, f"--formatter=json={told}", *map(str, files)], check=False)
    return [
        (Path(file["filePath"]).name, message["line"], message["message"])
        for file in json.loads(told.read_text("utf-8"))
        for message in file["messages"]
    ]


_ASKED = """
import { readFileSync } from "node:fs";
import { caniemail } from "%s";
const html = readFileSync(0, "utf8");
const clients = ["gmail.*", "outlook.*", "apple-mail.*", "yahoo.*", "mail-ru.*"];
const told = {};
for (const [client, issues] of caniemail({ clients, html }).issues.errors)
  for (const { title } of issues) (told[title.trim()] ??= []).push(client);
console.log(JSON.stringify(told));
"""


def unsupported(html: str) -> dict[str, list[str]]:
    """Return what Gmail, Outlook, Apple Mail, Yahoo or mail.ru lack of a letter's features."""
    program = _ASKED % (module("caniemail") / "dist" / "index.js").as_uri()
    command = [str(NODE), "--input-type=module", "--eval", program]
    done = subprocess.run(command, input=html, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found
