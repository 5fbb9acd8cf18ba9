"""Clean files that are not looked at again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from garble_fix import garble
from garble_fix.batch.cache import Cache
from garble_fix.batch.discovery import Found, discover
from garble_fix.batch.patterns import Selection
from garble_fix.batch.task import Done, Engine, Task
from garble_fix.batch.work import work

TASK = Task("check")
GARBLED = garble("（用户点击）\n", "utf-8>cp936")
LATER = time.time() + 1000
"""The clock of the cache: what is younger than two seconds it does not keep."""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GARBLE_FIX_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("time.time", lambda: LATER)
    folder = tmp_path / "tree"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.txt").write_text(f"第 {number} 个文件没有乱码。\n", encoding="utf-8")
    (folder / "5.txt").write_text(GARBLED, encoding="utf-8")
    return folder


def check(folder: Path, task: Task = TASK) -> tuple[list[Done], list[str]]:
    """What came of each file, and which were looked at."""
    looked_at: list[str] = []

    def run(found: Iterator[Found]) -> Iterator[Done]:
        for file in found:
            looked_at.append(Path(file.name).name)
            yield work(file, task)

    cache = Cache.of(task)
    assert cache
    done = list(cache.around(discover([str(folder)], Selection(folder)), run))
    cache.save()
    return done, looked_at


def test_only_what_was_not_clean_is_looked_at_again(tree: Path) -> None:
    first, looked_at = check(tree)
    assert len(looked_at) == 10
    second, looked_at = check(tree)
    assert looked_at == ["5.txt"]
    assert [(d.report.path, d.report.outcome, d.lines) for d in first] == [
        (d.report.path, d.report.outcome, d.lines) for d in second
    ]


@pytest.mark.parametrize("how", ["content", "times", "other", "link"])
def test_what_changed_is_looked_at_again(tree: Path, how: str) -> None:
    check(tree)
    file = tree / "3.txt"
    before = file.stat()
    if how == "content":
        file.write_text(GARBLED, encoding="utf-8")
    elif how == "times":  # the same size, and the time set back
        file.write_bytes(file.read_bytes()[::-1])
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif how == "other":
        (tree / "copy").write_bytes(file.read_bytes())
        os.utime(tree / "copy", ns=(before.st_atime_ns, before.st_mtime_ns))
        (tree / "copy").replace(file)
    else:
        file.rename(tree / "moved.txt")
    _, looked_at = check(tree)
    assert looked_at == (["5.txt", "moved.txt"] if how == "link" else ["3.txt", "5.txt"])


@pytest.mark.parametrize(
    "task",
    [
        replace(TASK, engine=Engine(holes="guess")),
        replace(TASK, engine=Engine(history=5)),
        replace(TASK, engine=Engine(encoding="gb18030")),
        replace(TASK, notices=False),
        replace(TASK, per_file=(("*.txt", {"escapes": True}),)),
    ],
)
def test_other_settings_look_again(tree: Path, task: Task) -> None:
    check(tree)
    assert len(check(tree, task)[1]) == 10
    assert check(tree)[1] == ["5.txt"]


def test_what_was_just_changed_is_looked_at_again(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("GARBLE_FIX_CACHE_DIR", str(tree.parent / "cache"))
    check(tree)
    assert len(check(tree)[1]) == 10


@pytest.mark.parametrize("data", [b"", b"x", b"x" * 1000])
def test_a_damaged_cache_is_no_cache(tree: Path, data: bytes) -> None:
    check(tree)
    [file] = (tree.parent / "cache").iterdir()
    file.write_bytes(data)
    assert len(check(tree)[1]) == 10
    assert check(tree)[1] == ["5.txt"]


def test_a_cache_that_can_not_be_written_is_done_without(tree: Path) -> None:
    (tree.parent / "cache").write_text("a file")
    assert len(check(tree)[1]) == len(check(tree)[1]) == 10


def test_old_caches_are_forgotten(tree: Path) -> None:
    check(tree)
    [old] = (tree.parent / "cache").iterdir()
    os.utime(old, (1, 1))
    check(tree, replace(TASK, notices=False))
    assert not old.exists()


@pytest.mark.parametrize(
    "task", [replace(TASK, to_standard_output=True), replace(TASK, engine=Engine(to="utf-8"))]
)
def test_no_cache_where_clean_files_have_to_be_read(task: Task) -> None:
    assert Cache.of(task) is None
