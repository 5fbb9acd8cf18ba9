from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from garble_fix.errors import FileError
from garble_fix.files import DirectoryGivenError, read, without_repeats

needs_posix = pytest.mark.skipif(os.name == "nt", reason="these kinds of files exist on POSIX only")


def test_reads_the_bytes_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\rc\x00\xff")
    snapshot = read(str(path))
    assert snapshot.data == b"\xef\xbb\xbfa\r\nb\rc\x00\xff"
    assert snapshot.target == path.resolve()
    assert not snapshot.hard_linked


def test_reads_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert read(str(tmp_path / "a.txt")).data == b""


@needs_posix
def test_follows_symbolic_links_to_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "one").symlink_to("real")
    (tmp_path / "two").symlink_to("one")
    assert read(str(tmp_path / "two")).target == (tmp_path / "real").resolve()


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"nope: no such file; check the name$"):
        read(str(tmp_path / "nope"))


def test_a_file_taken_for_a_directory(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(FileError, match="not a directory"):
        read(str(tmp_path / "a" / "b"))


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(DirectoryGivenError, match="is a directory"):
        read(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "empty path"), ("a\0b", "not a possible file name"), ("n" * 5000, "too long")],
)
def test_impossible_names(name: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        read(name)


@needs_posix
def test_special_files_are_refused_and_never_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="is a pipe, not a file"):
        read(str(tmp_path / "pipe"))
    with pytest.raises(FileError, match="is a device, not a file"):
        read("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path)  # a socket's path must be short
        listener.bind("s")
        with pytest.raises(FileError, match="is a socket, not a file"):
            read("s")


@needs_posix
def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(FileError, match="circle"):
        read(str(tmp_path / "a"))


def test_a_file_one_may_not_read(ordinary_user_directory: Path) -> None:
    path = ordinary_user_directory / "secret"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(FileError, match="permission denied"):
        read(str(path))


@needs_posix
def test_repeats_are_dropped_by_the_file_they_lead_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").touch()
    Path("link").symlink_to("a")
    os.link("a", "hard")
    assert without_repeats(["a", "./a", "link", "hard", "-", "nope", "-", "nope"]) == [
        "a",
        "hard",
        "-",
        "nope",
    ]
