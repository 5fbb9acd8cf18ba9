from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from garble_fix.errors import FileError
from garble_fix.files import read, replace, write

resource = pytest.importorskip("resource")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights and links of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    return path


def names_in(directory: Path) -> list[str]:
    return sorted(entry.name for entry in directory.iterdir())


def test_replaces_the_content_and_keeps_the_mode(path: Path) -> None:
    path.chmod(0o4751)
    replace(read(str(path)), b"after, and longer")
    assert path.read_bytes() == b"after, and longer"
    assert stat.S_IMODE(path.stat().st_mode) == 0o4751
    assert names_in(path.parent) == ["a.txt"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may give files away")
def test_keeps_the_owner(path: Path) -> None:
    os.chown(path, 1234, 2345)
    replace(read(str(path)), b"after")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_equal_bytes_are_not_written(path: Path) -> None:
    before = path.stat()
    replace(read(str(path)), b"before")
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_symbolic_link_stays_one(path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link"
    link.symlink_to("../a.txt")
    replace(read(str(link)), b"after")
    assert link.is_symlink()
    assert path.read_bytes() == b"after"


def test_the_other_hard_links_keep_what_was(path: Path, tmp_path: Path) -> None:
    os.link(path, tmp_path / "other")
    snapshot = read(str(path))
    assert snapshot.hard_linked
    replace(snapshot, b"after")
    assert path.read_bytes() == b"after"
    assert (tmp_path / "other").read_bytes() == b"before"


def test_a_file_changed_meanwhile_is_left_alone(path: Path) -> None:
    snapshot = read(str(path))
    path.write_bytes(b"edited by somebody else")
    with pytest.raises(FileError, match="changed by something else"):
        replace(snapshot, b"after")
    assert path.read_bytes() == b"edited by somebody else"
    assert names_in(path.parent) == ["a.txt"]


def test_a_change_of_the_same_size_is_noticed(path: Path) -> None:
    snapshot = read(str(path))
    path.write_bytes(b"BEFORE")
    os.utime(path, ns=(0, snapshot.status.st_mtime_ns + 1))
    with pytest.raises(FileError, match="changed by something else"):
        replace(snapshot, b"after")


def test_a_file_swapped_for_another_is_left_alone(path: Path, tmp_path: Path) -> None:
    snapshot = read(str(path))
    other = tmp_path / "other"
    other.write_bytes(b"BEFORE")
    os.utime(other, ns=(0, snapshot.status.st_mtime_ns))
    other.replace(path)
    with pytest.raises(FileError, match="changed by something else"):
        replace(snapshot, b"after")


def test_a_vanished_file_does_not_come_back(path: Path) -> None:
    snapshot = read(str(path))
    path.unlink()
    with pytest.raises(FileError, match="vanished"):
        replace(snapshot, b"after")
    assert names_in(path.parent) == []


def test_a_write_that_fails_half_way_leaves_no_trace(path: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        with pytest.raises(FileError, match=r"cannot be written: .* limit"):
            replace(read(str(path)), b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert path.read_bytes() == b"before"
    assert names_in(path.parent) == ["a.txt"]


def test_write_protection_is_heeded(ordinary_user_directory: Path) -> None:
    path = ordinary_user_directory / "a.txt"
    path.write_bytes(b"before")
    path.chmod(0o444)
    with pytest.raises(FileError, match="write-protected"):
        replace(read(str(path)), b"after")
    with pytest.raises(FileError, match="write-protected"):
        write(path, (b"after",))
    assert path.read_bytes() == b"before"


def test_a_directory_one_may_not_write_to(ordinary_user_directory: Path) -> None:
    path = ordinary_user_directory / "a.txt"
    path.write_bytes(b"before")
    ordinary_user_directory.chmod(0o555)
    try:
        with pytest.raises(FileError, match=r"cannot make a temporary file in .*: permission denied"):
            replace(read(str(path)), b"after")
    finally:
        ordinary_user_directory.chmod(0o755)
    assert path.read_bytes() == b"before"


def test_write_makes_a_new_file_as_the_umask_says(tmp_path: Path) -> None:
    umask = os.umask(0o027)
    try:
        write(tmp_path / "new", (b"x",))
    finally:
        os.umask(umask)
    assert (tmp_path / "new").read_bytes() == b"x"
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_write_keeps_the_mode_of_what_it_overwrites(path: Path) -> None:
    path.chmod(0o600)
    write(path, (b"x",))
    assert path.read_bytes() == b"x"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_write_goes_where_a_dangling_link_points(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("new")
    write(tmp_path / "link", (b"x",))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "new").read_bytes() == b"x"


def test_write_refuses_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, message in ((tmp_path, "is a directory"), (tmp_path / "pipe", "is a pipe")):
        with pytest.raises(FileError, match=message):
            write(path, (b"x",))
    with pytest.raises(FileError, match=r"there is no directory .*missing; make it first"):
        write(tmp_path / "missing" / "a.txt", (b"x",))
