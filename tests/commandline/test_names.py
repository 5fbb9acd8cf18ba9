"""`garble-fix names` as a process, on real directories and archives."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest
from processes import Run

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems refuse names that are not Unicode"
)

NAMES = ("用户手册.txt", "安装说明.txt", "会议记录.txt")


def listed(folder: Path) -> list[bytes]:
    return sorted(os.fsencode(path) for path in folder.rglob("*"))


def make(folder: Path, names: list[bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / os.fsdecode(name)).write_bytes(name)


class _Legacy(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def legacy_archive(path: Path, names: tuple[str, ...]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"note"
        for name in names:
            info = _Legacy(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, name * 50)


def test_a_tree_is_shown_renamed_and_put_back(run: Run, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    make(tree, [name.encode("gbk") for name in NAMES])
    make(tree / "文件".encode().decode("gbk"), [name.encode() for name in NAMES])
    before = listed(tree)
    state = str(tmp_path / "state")
    shown = run("names", "tree", GARBLE_FIX_STATE_DIR=state)
    assert (shown.code, len(shown.text.splitlines()), listed(tree)) == (1, 4, before)
    done = run("names", "--write", "tree", GARBLE_FIX_STATE_DIR=state)
    assert done.code == 0
    assert {path.name for path in tree.iterdir()} == {*NAMES, "文件"}
    assert (tree / NAMES[0]).read_bytes() == NAMES[0].encode("gbk")
    assert run("names", "tree").code == 0
    listing = run("runs", "-v", GARBLE_FIX_STATE_DIR=state).text
    assert "can be undone" in listing
    assert f": renamed to {NAMES[0]}" in listing
    assert run("undo", GARBLE_FIX_STATE_DIR=state).code == 0
    assert listed(tree) == before
    assert run("undo", done.err.split()[-1], GARBLE_FIX_STATE_DIR=state).code == 0


def test_names_changed_since_are_left(run: Run, tmp_path: Path) -> None:
    tree, state = tmp_path / "tree", str(tmp_path / "state")
    make(tree, [name.encode("gbk") for name in NAMES])
    before = listed(tree)
    assert run("names", "--write", "tree", GARBLE_FIX_STATE_DIR=state).code == 0
    (tree / NAMES[0]).rename(tree / "other")
    Path(os.fsdecode(next(name for name in before if name.endswith(NAMES[1].encode("gbk"))))).touch()
    done = run("undo", GARBLE_FIX_STATE_DIR=state)
    assert (done.code, len(done.error_lines())) == (1, 3)
    assert "1 put back, 2 left" in done.err
    assert (tree / NAMES[1]).read_bytes() == NAMES[1].encode("gbk")
    assert (tree / "other").exists()


def test_nothing_is_overwritten(run: Run, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    make(tree, [*(name.encode("gbk") for name in NAMES), NAMES[0].encode()])
    done = run("names", "--write", "tree", GARBLE_FIX_STATE_DIR=str(tmp_path / "state"))
    assert done.code == 1
    assert "there is one of that name" in done.text
    assert (tree / NAMES[0]).read_bytes() == NAMES[0].encode()
    assert (tree / os.fsdecode(NAMES[0].encode("gbk"))).exists()
    assert (tree / NAMES[1]).exists()


def test_two_names_that_would_become_one(run: Run, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    make(
        tree,
        [*(name.encode("gbk") for name in NAMES), NAMES[0].encode().decode("gb18030", "ignore").encode()],
    )
    before = listed(tree)
    run("names", "--write", "tree", GARBLE_FIX_STATE_DIR=str(tmp_path / "state"))
    assert len(listed(tree)) == len(before)


def test_links_are_not_followed(run: Run, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    make(outside, [name.encode("gbk") for name in NAMES])
    before = listed(outside)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "link").symlink_to(outside)
    assert run("names", "--write", "tree", GARBLE_FIX_STATE_DIR=str(tmp_path / "state")).code == 0
    assert listed(outside) == before


def test_sound_names_stay(run: Run, tmp_path: Path) -> None:
    make(
        tmp_path / "tree", [name.encode() for name in (*NAMES, "Übung.txt", "плата.csv", "データ.md", "a b")]
    )
    done = run("names", "--write", "tree")
    assert (done.code, done.text) == (0, "")


def test_an_archive_is_written_beside_the_old_one(run: Run, tmp_path: Path) -> None:
    paths = ("报告/用户手册.txt", "报告/安装说明.txt", "readme.txt")
    legacy_archive(tmp_path / "a.zip", paths)
    before = (tmp_path / "a.zip").read_bytes()
    assert run("names", "a.zip").code == 1
    done = run("names", "--write", "a.zip")
    assert (done.code, (tmp_path / "a.zip").read_bytes()) == (0, before)
    with zipfile.ZipFile(tmp_path / "a.utf-8.zip") as archive:
        assert tuple(archive.namelist()) == paths
        assert [bool(info.flag_bits & 0x800) for info in archive.infolist()] == [True, True, False]
        assert [archive.read(path).decode() for path in paths] == [path * 50 for path in paths]
        assert archive.comment == b"note"
    again = run("names", "--write", "a.zip")
    assert (again.code, len(again.error_lines())) == (2, 1)
    assert run("names", "a.utf-8.zip").code == 0


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\5\6" + bytes(10)])
def test_what_is_no_archive(run: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    done = run("names", "--write", "x.zip", "missing")
    assert (done.code, len(done.error_lines())) == (2, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.zip"]
