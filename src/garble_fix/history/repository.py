"""The versions of a file in its git repository, newest first, read by git itself.

Whatever is in the way (no git, no repository, one that git refuses to trust, a file that it does not know) means that
there is no history; none of it is an error. Nothing is written, and no program that a repository configures is run.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Final

from garble_fix.files.repositories import work_tree

DEPTH: Final = 1000
"""How many versions of a file are looked at, unless said otherwise."""

_LARGEST: Final = 64 << 20
"""Bytes of a version that is looked at, at most."""

_GIT: Final = (
    "git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false",
    "-c", "diff.relative=false", "-c", "core.quotePath=false",
)  # fmt: skip

_LOG: Final = (
    "log", "--follow", "--raw", "--no-abbrev", "-z", "--format=%x01%H", "--no-color", "--no-ext-diff", "--no-textconv",
    "--no-show-signature", "--no-notes", "--no-decorate",
)  # fmt: skip

_INDEX: Final = "the index"

_SHOWN: Final = 10
"""Digits of a commit that are shown."""

_REGULAR: Final = b"100"
"""How the modes of regular files begin, in octal: no links, no submodules."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a file held: its bytes, and where they are from: an abbreviated commit, or "the index"."""

    name: str
    data: bytes


def may_have_versions(path: Path) -> bool:
    """Whether the file at `path` may be in a repository; if not, git need not be asked."""
    return work_tree(path.absolute().parent) is not None


def versions(path: Path, depth: int = DEPTH) -> Iterator[Version]:
    """Yield what the file at `path` held, newest first, each content once, the index first of all.

    At most `depth` versions of the log are looked at, renames followed. They are read as they are asked for. Nothing
    is raised: where there is no history, none is yielded.
    """
    if depth < 1 or not may_have_versions(path):
        return
    try:
        with closing(_versions(path, depth)) as found:
            yield from found
    except (OSError, ValueError, subprocess.SubprocessError):
        return


def _versions(path: Path, depth: int) -> Generator[Version, None, None]:
    staged = _staged(path.parent, path.name)
    name, committed = _in_head(path.parent, path.name, staged=bool(staged))
    first = [(_INDEX, staged)] if staged != committed else []
    with _running(path.parent, "cat-file", "--batch") as reader:
        seen = {""}
        for origin, blob in chain(first, _committed(path.parent, name, committed, depth)):
            if blob not in seen:
                seen.add(blob)
                data = _blob(reader, blob)
                if data is not None:
                    yield Version(origin, data)


def _committed(folder: Path, name: str, content: str, depth: int) -> Iterator[tuple[str, str]]:
    """Commit and content of each version that was committed, of which HEAD has `content`."""
    if not name:
        return
    with _running(folder, *_LOG, f"--max-count={depth}", "--", name) as log:
        entries = _entries(log.stdout)
        newest = next(entries, ("", ""))
        if newest[1] != content:  # a merge put it together
            yield "HEAD", content
        yield newest
        yield from entries


def _staged(folder: Path, name: str) -> str:
    """The id of the file's content in the index, or nothing; of one in conflict, our side."""
    entries = [
        entry.split(b"\t", 1)[0].split() for entry in _asked(folder, "ls-files", "--stage", "-z", "--", name)
    ]
    ids = {stage: blob for mode, blob, stage in entries if mode.startswith(_REGULAR)}
    return (ids.get(b"0") or ids.get(b"2") or b"").decode()


def _in_head(folder: Path, name: str, *, staged: bool) -> tuple[str, str]:
    """The name that a file has in HEAD, relative to `folder`, and its content: its own, or, where its renaming is
    staged, the one before; nothing if it is not there.
    """
    listed = _asked(folder, "ls-tree", "-z", "HEAD", "--", name)
    if listed:
        mode, _, blob = listed[0].split(b"\t", 1)[0].split()
        return (name, blob.decode()) if mode.startswith(_REGULAR) else ("", "")
    if not staged:
        return "", ""
    top, prefix = (os.fsdecode(line) for line in _lines(folder, "rev-parse", "--show-cdup", "--show-prefix"))
    fields = iter(_asked(folder, "diff-index", "--cached", "-M", "--diff-filter=R", "--raw", "-z", "HEAD"))
    for status in fields:
        old, new = next(fields, b""), next(fields, b"")
        if os.fsdecode(new) == prefix + name:
            return top + os.fsdecode(old), status.split()[2].decode()
    return "", ""


def _entries(log: IO[bytes] | None) -> Iterator[tuple[str, str]]:
    """Commit and content of each version in the log, and of what a deletion deleted."""
    commit, fields = "", _fields(log)
    for field in fields:
        if field.startswith(b"\x01"):
            commit = field[1 : 1 + _SHOWN].decode()
            continue
        old_mode, mode, old, new, status = field.strip().lstrip(b":").split()
        for _ in range(2 if status[:1] in b"RC" else 1):  # the names
            next(fields, b"")
        if mode.startswith(_REGULAR):
            yield commit, new.decode()
        elif old_mode.startswith(_REGULAR):
            yield f"{commit}^", old.decode()


def _fields(stream: IO[bytes] | None) -> Iterator[bytes]:
    """What stands between NULs, as it comes."""
    rest = b""
    while stream and (read := os.read(stream.fileno(), 1 << 16)):
        *whole, rest = (rest + read).split(b"\0")
        yield from whole
    if rest:
        yield rest


def _blob(reader: subprocess.Popen[bytes], blob: str) -> bytes | None:
    """The content of this id; None if it is missing, as in a partial clone, or too large to be a text."""
    if reader.stdin is None or reader.stdout is None:
        return None
    reader.stdin.write(f"{blob}\n".encode())
    reader.stdin.flush()
    head = reader.stdout.readline().split()
    if len(head) != 3:
        return None
    size = int(head[2])
    data = reader.stdout.read(size)
    reader.stdout.read(1)
    return data if head[1] == b"blob" and size <= _LARGEST else None


def _asked(folder: Path, *arguments: str) -> list[bytes]:
    """What git answers, cut at NULs; nothing if it refuses."""
    done = subprocess.run(
        [*_GIT, *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.stdout.split(b"\0")[:-1] if done.returncode == 0 else []


def _lines(folder: Path, *arguments: str) -> list[bytes]:
    done = subprocess.run(
        [*_GIT, *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return done.stdout.split(b"\n")[:2]


@contextmanager
def _running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Git at work; it is ended when we have seen enough."""
    with subprocess.Popen(
        [*_GIT, *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _environment() -> dict[str, str]:
    """Ours, without what a hook of another repository may have set, and with what keeps git from asking anybody."""
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    return {
        **kept,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",  # the same for older versions of git
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


_LOCAL: Final = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_LITERAL_PATHSPECS"}
)
"""What ties git to a repository other than that of the file; git sets it for hooks."""
