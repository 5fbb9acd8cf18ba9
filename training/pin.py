"""Print the `[package]` lines of `sources.toml` for archives that lie in the cache.

For whoever adds a source: put the archive under `training/work/cache/<registry>/`, run
`python -m training.pin`, and copy the lines. Licences are a proposal from the metadata; check them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

from training.archives import members
from training.sources import CACHE


def pinned(archive: Path) -> str:
    """Return the line that pins an archive."""
    registry = archive.parent.name
    name, version, licence = {"debian": _debian, "debian-index": _index, "pypi": _pypi, "npm": _npm}[
        registry
    ](archive)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    fields = {"version": version, "file": archive.name, "sha256": digest, "licence": licence}
    body = ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items())
    return f'"{registry}:{name}" = {{ {body} }}'


def _debian(archive: Path) -> tuple[str, str, str]:
    name, version, _ = archive.name.split("_")
    stated: Counter[str] = Counter()
    for _, data in members(archive, lambda path: path == f"usr/share/doc/{name}/copyright"):
        stated.update(re.findall(r"(?m)^License: *(\S.*)$", data.decode("utf-8", "replace")))
    return name, version.replace("%3a", ":"), stated.most_common(1)[0][0] if stated else "see copyright file"


def _pypi(archive: Path) -> tuple[str, str, str]:
    wanted = re.compile(r"^[^/]+(?:\.dist-info/METADATA|/PKG-INFO)$")
    for _, data in members(archive, lambda path: bool(wanted.match(path))):
        text = data.decode("utf-8", "replace").replace("\r", "").partition("\n\n")[0]
        fields = dict(re.findall(r"(?m)^(Name|Version|License|License-Expression): (.{1,60})", text))
        classified = re.findall(r"(?m)^Classifier: License :: (?:OSI Approved :: )?(.*)$", text)
        licence = fields.get("License-Expression") or fields.get("License") or (classified or ["?"])[0]
        return fields["Name"], fields["Version"], licence
    raise ValueError(f"{archive.name}: no metadata")


def _npm(archive: Path) -> tuple[str, str, str]:
    for _, data in members(archive, lambda path: path == "package/package.json"):
        package = json.loads(data)
        return package["name"], package["version"], str(package.get("license", "?"))
    raise ValueError(f"{archive.name}: no package.json")


def _index(archive: Path) -> tuple[str, str, str]:
    return archive.name, "bookworm", "free, per package"


def main() -> None:
    """Print a line for each archive in the cache."""
    for registry in ("pypi", "npm", "debian", "debian-index"):
        for archive in sorted((CACHE / registry).glob("[!.]*")):
            print(pinned(archive))


if __name__ == "__main__":
    main()
