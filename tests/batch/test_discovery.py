"""Which files a search finds, and in which order."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from garble_fix.batch.discovery import discover, searches
from garble_fix.batch.patterns import EXCLUDED, Selection


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nothing"))
    for name in ("b.txt", "a/z.txt", "a/b/c.js", "a/B.txt", ".git/config", "node_modules/x.js", "c/.hidden"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def names(*paths: str, **selection: object) -> list[str]:
    chosen = Selection(Path.cwd(), **selection)  # type: ignore[arg-type]
    return [found.name.replace(os.sep, "/") for found in discover(paths or (".",), chosen)]


ALL = ["a/B.txt", "a/b/c.js", "a/z.txt", "b.txt", "c/.hidden"]


def test_a_directory_is_searched_in_the_order_of_names() -> None:
    assert names() == ALL
    assert names("a") == names("a/") == names("./a") == ALL[:3] or names("./a") == [f"./{x}" for x in ALL[:3]]
    assert names(str(Path.cwd())) == [f"{Path.cwd()}/{name}" for name in ALL]


def test_what_is_named_twice_comes_once() -> None:
    assert names("b.txt", ".", "a", "./b.txt") == ["b.txt", *[name for name in ALL if name != "b.txt"]]
    Path("link").symlink_to("a")
    assert names("a", "link") == ALL[:3]


def test_patterns_are_expanded_where_the_shell_did_not() -> None:
    assert names("a/*.txt") == ["a/B.txt", "a/z.txt"]
    assert names("**/*.js") == ["a/b/c.js", "node_modules/x.js"]
    assert names("*.nope") == ["*.nope"]
    Path("[x].txt").touch()
    assert names("[x].txt") == ["[x].txt"]
    assert searches(["*.js"])
    assert not searches(["b.txt", "-", "[x].txt", ""])


def test_what_is_excluded_is_not_found_but_counts_if_it_is_named() -> None:
    assert names(exclude=("*.txt", "node_modules")) == [".git/config", "a/b/c.js", "c/.hidden"]
    assert names(exclude=("/a/b", "/b.txt", *EXCLUDED)) == ["a/B.txt", "a/z.txt", "c/.hidden"]
    assert names("b.txt", exclude=("b.txt",)) == ["b.txt"]
    assert names("b.txt", "a", "a/b/c.js", exclude=("b.txt", "a/"), force=True) == []
    assert names(exclude=("*", "!*/", "!*.js")) == ["a/b/c.js", "node_modules/x.js"]


def test_patterns_are_relative_to_the_root_wherever_one_is(
    monkeypatch: pytest.MonkeyPatch, tree: Path
) -> None:
    monkeypatch.chdir(tree / "a")
    chosen = Selection(tree, ("/a/b",))
    assert [found.name for found in discover(["."], chosen)] == ["B.txt", "z.txt"]


def test_include_narrows_a_search() -> None:
    assert names(include=("*.js",)) == ["a/b/c.js"]
    assert names("b.txt", "a", include=("*.js",)) == ["b.txt", "a/b/c.js"]


def test_what_git_ignores_is_not_found(tree: Path) -> None:
    (tree / ".gitignore").write_text("*.txt\n!/b.txt\n# a comment\n/c/\n")
    (tree / "a" / ".gitignore").write_text("!z.txt\n")
    assert names() == [".gitignore", "a/.gitignore", "a/b/c.js", "a/z.txt", "b.txt"]
    assert names("a") == ["a/.gitignore", "a/b/c.js", "a/z.txt"]
    assert names("c") == ["c/.hidden"]
    assert names(gitignore=False) == sorted([".gitignore", "a/.gitignore", *ALL])
    (tree / ".git" / "info").mkdir()
    (tree / ".git" / "info" / "exclude").write_text("b\n")
    assert names("a") == ["a/.gitignore", "a/z.txt"]


def test_the_same_is_ignored_as_by_git_itself(tree: Path) -> None:
    patterns = [
        "*.o",
        "!keep.o",
        "build/",
        "/top",
        "doc/*.txt",
        "**/deep/x",
        "a/**/z",
        "sp ace\\ ",
        "[ab].c",
        "\\#h",
        "!",
    ]
    (tree / ".git" / "config").unlink()
    (tree / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], check=True)
    (tree / ".gitignore").write_text("\n".join(patterns))
    for name in (
        "x.o", "keep.o", "build/y", "sub/build/y", "top", "sub/top", "doc/a.txt", "doc/s/a.txt", "u/deep/x", "a/q/r/z",
        "a/z", "sp ace ", "a.c", "c.c", "#h", "sub/keep.o", "sub/x.o",
    ):  # fmt: skip
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"], check=True, capture_output=True
    ).stdout
    theirs = sorted(os.fsdecode(name) for name in listed.split(b"\0") if name)
    assert sorted(names(exclude=(".git",))) == theirs


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_symbolic_links_are_not_followed_unless_they_are_named(
    tree: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("x")
    Path("a/out").symlink_to(outside)
    Path("a/secret").symlink_to(outside / "secret.txt")
    Path("a/circle").symlink_to("../a")
    assert names() == ALL
    assert names("a/secret") == ["a/secret"]
    assert names("a/out") == ["a/out/secret.txt"]


@pytest.mark.skipif(os.name == "nt", reason="these kinds of files exist on POSIX only")
def test_what_is_no_file_is_not_found() -> None:
    os.mkfifo("a/pipe")
    assert names() == ALL


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX")
def test_names_that_are_no_text() -> None:
    Path(os.fsdecode(b"a/caf\xe9")).touch()
    assert os.fsdecode(b"a/caf\xe9") in names()


def test_a_very_deep_tree(tree: Path) -> None:
    deep = tree / "a"
    here = Path.cwd()
    try:
        os.chdir(deep)
        for _ in range(300):
            Path("d").mkdir()
            os.chdir("d")
        Path("end").touch()
    finally:
        os.chdir(here)
    assert "a/" + "d/" * 300 + "end" in names()


def test_temporary_files_left_behind_are_swept_only_when_asked(tree: Path) -> None:
    left = tree / "a" / ".garble-fix-0123456789abcdef.tmp"
    left.write_text("half")
    assert names() == ALL
    assert left.exists()
    assert [found.name for found in discover(["."], Selection(tree), sweep=True)] == ALL
    assert not left.exists()


def test_a_directory_that_can_not_be_read_is_an_error(ordinary_user_directory: Path) -> None:
    (ordinary_user_directory / "closed").mkdir(mode=0o000)
    (ordinary_user_directory / "open.txt").touch()
    found = list(discover([str(ordinary_user_directory)], Selection(ordinary_user_directory)))
    assert [bool(each.error) for each in found] == [True, False]
    assert "permission denied" in found[0].error
