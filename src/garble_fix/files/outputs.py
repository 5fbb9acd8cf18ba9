"""Where the result of each input goes when the user names a place for it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from garble_fix.errors import FileError
from garble_fix.files.streams import STANDARD


def output_paths(names: Mapping[str, str], output: str) -> dict[str, Path]:
    """Map each input to the file its result is written to; `names` says what each is called in a directory.

    `output` is a file where there is one input, or an existing directory. Raises `FileError`, before anything is
    written, where the directory is missing, two results would have one name, or a result would overwrite an input.
    """
    place = Path(output)
    if not output:
        raise FileError("--output '': is an empty path; give a file or a directory")
    if place.is_dir():
        paths = {name: place / _own_name(name, own) for name, own in names.items()}
    elif len(names) > 1 and place.exists():
        raise FileError(f"{output}: is not a directory; several inputs need one as their --output")
    elif len(names) > 1 or output.endswith(("/", os.sep)):
        raise FileError(f"{output}: there is no such directory; make it first (mkdir -p)")
    else:
        paths = dict.fromkeys(names, place)
    _refuse_clashes(paths)
    return paths


def refuse_output_within(inputs: Iterable[str], output: str) -> None:
    """Raise `FileError` unless `output` is a directory that exists and lies in none of the `inputs`."""
    if not Path(output).is_dir():
        raise FileError(f"{output}: there is no such directory; make it first (mkdir -p)")
    place = Path(output).resolve()
    for name in inputs:
        if Path(name).is_dir() and place.is_relative_to(Path(name).resolve()):
            raise FileError(f"{output}: lies in {name}, which is searched; name a directory elsewhere")


def _own_name(name: str, own: str) -> str:
    if name == STANDARD:
        raise FileError("-: standard input has no name to be given in a directory; make --output a file")
    return own


def _refuse_clashes(paths: Mapping[str, Path]) -> None:
    taken: dict[Path, str] = {}
    inputs = {identity: name for name in paths if (identity := _identity(name))}
    for name, path in paths.items():
        if path in taken:
            raise FileError(
                f"{name}: its result would overwrite that of {taken[path]} in {path}; run them separately"
            )
        taken[path] = name
        if _identity(str(path)) in inputs:
            raise FileError(
                f"{path}: the result would overwrite an input; leave out --output to repair in place"
            )


def _identity(name: str) -> tuple[int, int] | None:
    """What tells files apart, whatever they are called; None if there is none of that name."""
    try:
        status = os.stat(name)  # noqa: PTH116 - also for what is no path
    except (OSError, ValueError):  # reading or writing it will say so
        return None
    return status.st_dev, status.st_ino
