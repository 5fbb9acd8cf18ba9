"""The model file: named arrays behind a checked header, memory-mapped as they lie.

Layout: 8 bytes of magic with the format's version, 8 bytes little-endian length of the header, the header as JSON
(`{"meta": ..., "arrays": {name: [dtype, length, offset, bytes]}}`), then the arrays, each at a multiple of 64 bytes.
Arrays that take less than half of the room so are compressed (zlib): those have fewer bytes than their length says.
Little-endian throughout; one-dimensional arrays only.
"""

from __future__ import annotations

import json
import mmap
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from garble_fix.errors import ModelError

MAGIC: Final = b"GARBLE\x00\x02"
_ALIGN: Final = 64

Arrays = dict[str, npt.NDArray[Any]]


def write(path: Path, meta: dict[str, Any], arrays: Arrays) -> None:
    """Write the container; the same input gives the same bytes."""
    places: dict[str, tuple[str, int, int, int]] = {}
    stored = []
    offset = 0
    for name, array in arrays.items():
        data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        compressed = zlib.compress(data, 9)
        stored.append(compressed if 2 * len(compressed) < len(data) else data)
        places[name] = (array.dtype.newbyteorder("<").str, array.size, offset, len(stored[-1]))
        offset += -(-len(stored[-1]) // _ALIGN) * _ALIGN
    header = json.dumps({"meta": meta, "arrays": places}, ensure_ascii=False, sort_keys=True).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % _ALIGN)
    # Written beside and moved into place: the old file may be mapped by running programs.
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(MAGIC + len(header).to_bytes(8, "little") + header)
        for data in stored:
            file.write(data + b"\0" * (-len(data) % _ALIGN))
    beside.replace(path)


def read(path: Path) -> tuple[dict[str, Any], Arrays]:
    """Map the container at `path`; arrays are read-only, and those that are not compressed are views of the file.

    Raises `ModelError`.
    """
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
            name: _array(data, dtype, size, start + length + offset, stored)
            for name, (dtype, size, offset, stored) in header["arrays"].items()
        }
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise ModelError(f"{path}: the language model is damaged ({error}); reinstall garble-fix") from error
    return header["meta"], arrays


def _array(data: mmap.mmap, dtype: str, size: int, start: int, stored: int) -> npt.NDArray[Any]:
    """The array that lies at `start`, as it is or compressed."""
    if stored < size * np.dtype(dtype).itemsize:
        return np.frombuffer(zlib.decompress(data[start : start + stored]), dtype, size)
    return np.frombuffer(data, dtype, size, start)
