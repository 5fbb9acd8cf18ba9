"""Names in zip archives: those of old archives are in whatever encoding the system had that made them.

The format (PKWARE's APPNOTE.TXT, 4.3.7, 4.3.12 and 4.4.4) has a flag, bit 11, for names in UTF-8. A rewritten archive
has all names in UTF-8 with the flag; the compressed data are copied as they are.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Final

from garble_fix.errors import FileError
from garble_fix.names.propose import Proposal, proposals

_UTF_8: Final = 0x800
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_UNICODE_PATH: Final = 0x7075
"""Extra field with a second, Unicode name (4.6.9), which would contradict the new one."""


def _names(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, bytes]]:
    found = []
    for info in archive.infolist():
        flagged = bool(info.flag_bits & _UTF_8)
        found.append((info, info.orig_filename.encode("utf-8" if flagged else "cp437")))
    return found


def _opened(name: str, data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise FileError(f"{name}: is no zip archive that can be read ({error}); check it") from error


def entries(name: str, data: bytes) -> dict[bytes, Proposal]:
    """Return what is proposed for the garbled names of the zip archive `data`, called `name`: whole paths.

    Raises `FileError` if it is no archive.
    """
    with _opened(name, data) as archive:
        found = _names(archive)
    result: dict[bytes, Proposal] = {}
    for flagged in (True, False):
        paths = [path for info, path in found if bool(info.flag_bits & _UTF_8) == flagged]
        parts = proposals([part for path in paths for part in path.split(b"/")], legacy=not flagged)
        for path in paths:
            proposed = [parts[part] for part in path.split(b"/") if part in parts]
            if proposed:
                result[path] = _path(path, parts, proposed)
    taken: dict[str, bytes] = {}
    for _, path in found:
        after = (
            result[path].after if path in result and result[path].after else path.decode("utf-8", "replace")
        )
        if taken.setdefault(after, path) != path:
            raise FileError(f"{name}: two entries would both be called {after!a}; rename one of them first")
    return result


def _path(path: bytes, parts: Mapping[bytes, Proposal], proposed: list[Proposal]) -> Proposal:
    chain = ", ".join(dict.fromkeys(proposal.chain for proposal in proposed))
    after = ""
    if all(proposal.after for proposal in proposed):
        after = "/".join(parts[part].after if part in parts else part.decode() for part in path.split(b"/"))
    return Proposal(path, after, chain, min(proposal.confidence for proposal in proposed))


def rewritten(name: str, data: bytes, proposed: Mapping[bytes, Proposal]) -> bytes:
    """Return the archive with the proposed names; those that nothing is proposed for stay as they are.

    Raises `FileError` for archives larger than the plain format allows, and if what was made is not what was wanted.
    """
    with _opened(name, data) as archive:
        found, start = _names(archive), archive.start_dir
        order = sorted(info.header_offset for info, _ in found)
        ends = dict(zip(order, [*order[1:], start], strict=True))
        if len(found) >= 0xFFFF or len(data) >= 0xFFFFFFFF:
            raise FileError(f"{name}: is too large to be rewritten; unpack it and repair the names there")
        parts, offsets, at = [data[: order[0]] if order else data[:start]], {}, order[0] if order else start
        for info, path in sorted(found, key=lambda entry: entry[0].header_offset):
            offsets[info.header_offset] = at
            fields = list(_LOCAL.unpack_from(data, info.header_offset))
            begin = info.header_offset + _LOCAL.size
            extra = data[begin + fields[9] : begin + fields[9] + fields[10]]
            content = data[begin + fields[9] + fields[10] : ends[info.header_offset]]
            new, fields[2], extra = _renamed(path, fields[2], extra, proposed)
            fields[9:11] = len(new), len(extra)
            parts.append(_LOCAL.pack(*fields) + new + extra + content)
            at += len(parts[-1])
        comment, central, place = archive.comment, b"", start
        for info, path in found:
            head = list(_CENTRAL.unpack_from(data, place))
            begin = place + _CENTRAL.size
            extra = data[begin + head[10] : begin + head[10] + head[11]]
            note = data[begin + head[10] + head[11] : begin + head[10] + head[11] + head[12]]
            place = begin + head[10] + head[11] + head[12]
            new, head[3], extra = _renamed(path, head[3], extra, proposed)
            head[10:12] = len(new), len(extra)
            head[16] = offsets[info.header_offset]
            central += _CENTRAL.pack(*head) + new + extra + note
    end = _END.pack(b"PK\5\6", 0, 0, len(found), len(found), len(central), at, len(comment)) + comment
    result = b"".join([*parts, central, end])
    _verify(name, data, result)
    return result


def _renamed(
    path: bytes, flags: int, extra: bytes, proposed: Mapping[bytes, Proposal]
) -> tuple[bytes, int, bytes]:
    after = proposed[path].after if path in proposed else ""
    if not after:
        return path, flags, extra
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        kept += extra[at : at + 4 + size] if kind != _UNICODE_PATH else b""
        at += 4 + size
    return after.encode(), flags | _UTF_8, kept + extra[at:]


def _verify(name: str, old: bytes, new: bytes) -> None:
    """Read the new archive as others will: the same entries in the same order, with the same content."""
    with _opened(name, old) as before, _opened(name, new) as after:
        alike = [(info.CRC, info.file_size, info.compress_size) for info in before.infolist()] == [
            (info.CRC, info.file_size, info.compress_size) for info in after.infolist()
        ]
        encrypted = any(info.flag_bits & 1 for info in after.infolist())
        try:
            broken = None if encrypted else after.testzip()
        except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
            broken = "an entry"
        if not alike or broken is not None:
            raise FileError(f"{name}: could not be rewritten soundly; unpack it and repair the names there")
