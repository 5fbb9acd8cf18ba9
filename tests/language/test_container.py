"""The model file: what is written is read, and what is damaged is refused with a `ModelError`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from garble_fix.errors import ModelError
from garble_fix.language import container

META = {"order": 3, "name": "試し"}
ARRAYS: container.Arrays = {
    "bytes": np.arange(77, dtype=np.uint8),
    "floats": np.linspace(-9, 0, 31, dtype=np.float32),
    "empty": np.zeros(0, np.int8),
    "big-endian": np.arange(5, dtype=">u2"),
}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "model.bin"
    container.write(path, META, ARRAYS)
    return path


def test_is_read_as_it_was_written(stored: Path) -> None:
    meta, arrays = container.read(stored)
    assert meta == META
    assert {name: array.tolist() for name, array in arrays.items()} == {
        name: array.tolist() for name, array in ARRAYS.items()
    }


def test_arrays_are_aligned_and_read_only(stored: Path) -> None:
    _, arrays = container.read(stored)
    assert all(array.ctypes.data % 64 == 0 for array in arrays.values() if array.size)
    assert not any(array.flags.writeable for array in arrays.values())


def test_the_same_input_gives_the_same_bytes(stored: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.bin"
    container.write(again, META, ARRAYS)
    assert again.read_bytes() == stored.read_bytes()


@pytest.mark.parametrize("data", [b"", b"PK\3\4" * 40, container.MAGIC[:-1] + b"\x7f" + b" " * 100])
def test_another_file_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(data)
    with pytest.raises(ModelError, match="reinstall garble-fix"):
        container.read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.bin"):
        container.read(tmp_path / "none.bin")


def test_a_file_cut_short_is_refused(stored: Path) -> None:
    whole = stored.read_bytes()
    for length in range(0, len(whole) - 64, 16):
        stored.write_bytes(whole[:length])
        with pytest.raises(ModelError):
            container.read(stored)


def test_a_header_without_arrays_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    header = b'{"meta": {}}'
    path.write_bytes(container.MAGIC + len(header).to_bytes(8, "little") + header)
    with pytest.raises(ModelError):
        container.read(path)
