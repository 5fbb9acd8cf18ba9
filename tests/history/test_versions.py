"""The versions of a file as git has them; and that whatever is in the way is no error."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from repositories import commit, git, repository

from garble_fix.history import versions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path / "repository")


def contents(path: Path, depth: int = 1000) -> list[bytes]:
    return [version.data for version in versions(path, depth)]


def test_newest_first_each_once_with_their_commits(folder: Path) -> None:
    commits = [commit(folder, a__txt=text) for text in ("1\n", "2\n", "1\n", "3\n")]
    (folder / "a.txt").write_text("4\n")
    found = list(versions(folder / "a.txt"))
    assert [version.data for version in found] == [b"3\n", b"1\n", b"2\n"]
    assert [version.name for version in found] == [commits[at][:10] for at in (3, 2, 1)]
    assert contents(folder / "a.txt", depth=2) == [b"3\n", b"1\n"]
    assert contents(folder / "a.txt", depth=0) == []


def test_the_index_where_it_differs(folder: Path) -> None:
    commit(folder, a__txt="1\n")
    (folder / "a.txt").write_text("2\n")
    git(folder, "add", "a.txt")
    assert next(versions(folder / "a.txt")).name == "the index"
    assert contents(folder / "a.txt") == [b"2\n", b"1\n"]


def test_before_the_first_commit_there_is_the_index(folder: Path) -> None:
    (folder / "a.txt").write_text("1\n")
    git(folder, "add", "a.txt")
    assert contents(folder / "a.txt") == [b"1\n"]


def test_a_file_that_was_deleted_and_made_anew(folder: Path) -> None:
    commit(folder, a__txt="1\n")
    git(folder, "rm", "-q", "a.txt")
    commit(folder)
    commit(folder, a__txt="2\n")
    assert contents(folder / "a.txt") == [b"2\n", b"1\n"]


def test_a_merge_that_holds_what_neither_side_did(folder: Path) -> None:
    commit(folder, a__txt="1\n")
    git(folder, "checkout", "-q", "-b", "side")
    commit(folder, b__txt="b\n")
    git(folder, "checkout", "-q", "main")
    commit(folder, c__txt="c\n")
    git(folder, "merge", "-q", "--no-ff", "--no-commit", "side")
    (folder / "a.txt").write_text("merged\n")
    git(folder, "commit", "-q", "-a", "-m", "x")
    assert contents(folder / "a.txt") == [b"merged\n", b"1\n"]


@pytest.mark.parametrize(
    "name",
    ["a b.txt", "文件.txt", "-q", ":(glob)*", "new\nline", 'quo"te', "*.txt", "café\t.txt", ":x", "\x01"],
)
def test_odd_names(folder: Path, name: str) -> None:
    (folder / "sub").mkdir()
    path = folder / "sub" / name
    path.write_text("1\n")
    commit(folder)
    path.write_text("2\n")
    commit(folder, other="x")
    assert contents(path) == [b"2\n", b"1\n"]


def test_names_that_are_no_text(folder: Path) -> None:
    path = folder / "caf\udce9"
    path.write_text("1\n")
    commit(folder)
    assert contents(path) == [b"1\n"]


def test_renames_in_another_directory_that_are_only_staged(folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "new").mkdir()
    (folder / "old" / "a.txt").write_text("1\n" * 9)
    commit(folder)
    git(folder, "mv", "old/a.txt", "new/b.txt")
    assert contents(folder / "new" / "b.txt") == [b"1\n" * 9]


def test_a_shallow_clone_has_what_it_has(folder: Path, tmp_path: Path) -> None:
    for number in range(3):
        commit(folder, a__txt=f"{number}\n")
    git(tmp_path, "clone", "-q", "--depth", "2", folder.as_uri(), "shallow")
    assert contents(tmp_path / "shallow" / "a.txt") == [b"2\n", b"1\n"]


def test_a_partial_clone_is_not_filled_up(folder: Path, tmp_path: Path) -> None:
    git(folder, "config", "uploadpack.allowFilter", "true")
    for number in range(3):
        commit(folder, a__txt=f"{number}\n")
    git(tmp_path, "clone", "-q", "--filter=blob:none", folder.as_uri(), "partial")
    folder.rename(tmp_path / "gone")
    assert contents(tmp_path / "partial" / "a.txt")[:1] == [b"2\n"]


def test_a_worktree_and_a_submodule(folder: Path, tmp_path: Path) -> None:
    commit(folder, a__txt="1\n")
    git(folder, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side")
    assert contents(tmp_path / "tree" / "a.txt") == [b"1\n"]
    outer = repository(tmp_path / "outer")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(folder), "inner")
    assert contents(outer / "inner" / "a.txt") == [b"1\n"]


def test_a_hook_of_another_repository_does_not_confuse_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(folder, a__txt="1\n")
    other = repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert contents(folder / "a.txt") == [b"1\n"]


def test_without_history_there_is_none(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(folder, a__txt="1\n")
    (folder / "new.txt").write_text("1\n")
    assert contents(folder / "new.txt") == []
    (tmp_path / "outside.txt").write_text("1\n")
    assert contents(tmp_path / "outside.txt") == []
    assert contents(tmp_path / "missing" / "a.txt") == []
    assert contents(folder / "nul\0") == []
    bare = tmp_path / "bare"
    git(tmp_path, "clone", "-q", "--bare", str(folder), "bare")
    assert contents(bare / "config") == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert contents(folder / "a.txt") == []


def test_a_repository_that_git_does_not_trust(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(folder, a__txt="1\n")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    refused = subprocess.run(["git", "status"], cwd=folder, capture_output=True, check=False).returncode != 0
    assert not refused or contents(folder / "a.txt") == []


def test_no_program_of_the_repository_is_run(folder: Path) -> None:
    commit(folder, a__txt="1\n", __gitattributes="* diff=evil\n")
    (folder / ".gitattributes").write_text("* diff=evil\n")
    for key in ("diff.evil.textconv", "diff.evil.command", "core.fsmonitor", "core.pager", "diff.external"):
        git(folder, "config", key, "touch evil; false")
    git(folder, "config", "log.showSignature", "true")
    assert contents(folder / "a.txt") == [b"1\n"]
    assert not list(folder.rglob("evil"))


def children() -> set[str]:
    return {
        child for task in Path("/proc/self/task").glob("*/children") for child in task.read_text().split()
    }


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc")
def test_no_process_is_left_behind(folder: Path) -> None:
    for number in range(3):
        commit(folder, a__txt=f"{number}\n")
    before = children()
    found = versions(folder / "a.txt")
    assert next(found).data == b"2\n"
    found.close()  # type: ignore[attr-defined]
    assert children() <= before
