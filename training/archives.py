"""Reading the files inside a package archive without unpacking it to disk.

Three registries, three kinds of archive: wheels and zips, tarballs, and Debian packages, which are
an `ar` of two tarballs. All are read as a stream of members, in the order of the archive.
"""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

AR_MAGIC = b"!<arch>\n"
AR_HEADER = 60

Wanted = Callable[[str], bool]


def members(archive: Path, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each regular file of `archive` whose path is wanted."""
    name = archive.name
    if name.endswith((".whl", ".zip")):
        yield from _zip_members(archive, wanted)
    elif name.endswith(".deb"):
        with archive.open("rb") as file:
            yield from _tar_members(_debian_data(file), wanted)
    elif name.endswith((".tgz", ".tar.gz", ".tar.xz", ".tar.bz2")):
        with archive.open("rb") as file:
            yield from _tar_members(tarfile.open(fileobj=file, mode="r:*"), wanted)  # noqa: SIM115
    elif wanted(name):
        yield name, archive.read_bytes()


def _zip_members(archive: Path | IO[bytes], wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as file:
        for info in file.infolist():
            if not info.is_dir() and wanted(info.filename):
                yield info.filename, file.read(info)


def zip_members_of(data: bytes, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a zip archive that is itself a member of another one."""
    yield from _zip_members(io.BytesIO(data), wanted)


def _tar_members(archive: tarfile.TarFile, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    with archive:
        for info in archive:
            path = info.name.removeprefix("./")
            if info.isreg() and wanted(path):
                content = archive.extractfile(info)
                if content is not None:
                    yield path, content.read()


def _debian_data(file: IO[bytes]) -> tarfile.TarFile:
    """Find the data tarball in a Debian package and open it as a stream."""
    if file.read(len(AR_MAGIC)) != AR_MAGIC:
        raise ValueError("not a Debian package")
    while header := file.read(AR_HEADER):
        name, size = header[:16].decode("ascii").strip().rstrip("/"), int(header[48:58])
        if name.startswith("data.tar"):
            if name.endswith(".xz"):
                return tarfile.open(fileobj=cast(IO[bytes], lzma.open(file)), mode="r|")
            return tarfile.open(fileobj=file, mode="r|*")
        file.seek(size + size % 2, io.SEEK_CUR)
    raise ValueError("a Debian package without data")
