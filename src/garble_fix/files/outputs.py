"""Where the result of each input goes when the user names a place for it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from garble_fix.errors import FileError
from garble_fix.files.streams import STANDARD


def output_paths(names: Sequence[str], output: str) -> dict[str, Path]:
    """Map each input name to the file its result is written to.

    `output` is a file where there is one input, or an existing directory, in which each result gets its
    input's own name. Raises `FileError`, before anything is written, where the directory is missing, two
    results would have one name, or a result would overwrite an input.
    """
    place = Path(output)
    if not output:
        raise FileError("--output '': is an empty path; give a file or a directory")
    if place.is_dir():
        paths = {name: place / _own_name(name) for name in names}
    elif len(names) > 1 and place.exists():
        raise FileError(f"{output}: is not a directory; several inputs need one as their --output")
    elif len(names) > 1 or output.endswith(("/", os.sep)):
        raise FileError(f"{output}: there is no such directory; make it first (mkdir -p)")
    else:
        paths = {names[0]: place}
    _refuse_clashes(paths)
    return paths


def _own_name(name: str) -> str:
    if name == STANDARD:
        raise FileError("-: standard input has no name to be given in a directory; make --output a file")
    return Path(name).name


def _refuse_clashes(paths: dict[str, Path]) -> None:
    taken: dict[Path, str] = {}
    for name, path in paths.items():
        if path in taken:
            raise FileError(
                f"{name}: its result would overwrite that of {taken[path]} in {path}; run them separately"
            )
        taken[path] = name
        for other in paths:
            if other != STANDARD and _same_file(other, path):
                raise FileError(
                    f"{path}: the result would overwrite an input; leave out --output to repair in place"
                )


def _same_file(name: str, path: Path) -> bool:
    try:
        return path.samefile(name)
    except (OSError, ValueError):  # one of them doesn't exist: reading or writing it will say so
        return False
