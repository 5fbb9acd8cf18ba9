"""Stamps: small files that say for which inputs a step was done, so that it is not done again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


def digest_of(*parts: str | bytes) -> str:
    """Digest a sequence of inputs."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8) + data)
    return digest.hexdigest()


@dataclass(frozen=True)
class Stamp:
    """The digest of a step's inputs, and where it is kept."""

    path: Path
    digest: str

    def is_current(self) -> bool:
        """Say whether the step was done for these inputs."""
        return self.path.exists() and self.path.read_text(encoding="ascii") == self.digest

    def write(self) -> None:
        """Note that the step is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.digest, encoding="ascii")
