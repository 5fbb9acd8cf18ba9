"""The rooms that work on files know only those below them; the engine knows none of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "garble_fix"

ROOMS = ("files", "journal", "names", "report", "batch", "config", "commandline")
"""From below. What is not among them is the engine."""

ENGINE_MAY = {"files.repositories"}
"""What the engine may know all the same: where histories are."""


def imports(path: Path) -> Iterator[str]:
    """What a file imports when it runs, without the package's own name; imports for types alone don't count."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("garble_fix"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name.removeprefix("garble_fix.") for name in names)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_lead_downwards(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0]
    if path.parent == SOURCE:
        return
    height = ROOMS.index(room) if room in ROOMS else -1
    for name in imports(path):
        imported = name.split(".")[0]
        if imported in ROOMS and not any(name.startswith(allowed) for allowed in ENGINE_MAY):
            assert ROOMS.index(imported) <= height, f"{path} imports {name}"
