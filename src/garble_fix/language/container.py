"""The model file: named arrays behind a checked header, memory-mapped as they lie.

Layout: 8 bytes of magic with the format's version, 8 bytes little-endian length of the header, the header as JSON
(`{"meta": ..., "arrays": {name: [dtype, length, offset]}}`), then the arrays, each at a multiple of 64 bytes.
Little-endian throughout; one-dimensional arrays only.
"""

from __future__ import annotations

import json
import mmap
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from garble_fix.errors import ModelError

MAGIC: Final = b"GARBLE\x00\x01"
_ALIGN: Final = 64

Arrays = dict[str, npt.NDArray[Any]]


def write(path: Path, meta: dict[str, Any], arrays: Arrays) -> None:
    """Write the container; the same input gives the same bytes."""
    places: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        places[name] = (array.dtype.newbyteorder("<").str, array.size, offset)
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"meta": meta, "arrays": places}, ensure_ascii=False, sort_keys=True).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % _ALIGN)
    # Written beside and moved into place: the old file may be mapped by running programs.
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(MAGIC + len(header).to_bytes(8, "little") + header)
        for array in arrays.values():
            data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
            file.write(data + b"\0" * (-len(data) % _ALIGN))
    beside.replace(path)


def read(path: Path) -> tuple[dict[str, Any], Arrays]:
    """Map the container at `path`; the arrays are read-only views of the file. Raises `ModelError`."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{path}: the language model cannot be read ({error}); reinstall garble-fix"
        ) from error
    if data[: len(MAGIC)] != MAGIC:
        raise ModelError(f"{path}: not a language model of this version; reinstall garble-fix")
    start = len(MAGIC) + 8
    length = int.from_bytes(data[len(MAGIC) : start], "little")
    try:
        header = json.loads(data[start : start + length])
        arrays = {
            name: np.frombuffer(data, dtype, size, start + length + offset)
            for name, (dtype, size, offset) in header["arrays"].items()
        }
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: the language model is damaged ({error}); reinstall garble-fix") from error
    return header["meta"], arrays
