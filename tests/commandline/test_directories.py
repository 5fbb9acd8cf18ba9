"""`fix` and `check` on directories."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from garbled import BAD, CLEAN, GOOD, HOPELESS
from processes import Run


@pytest.fixture(autouse=True)
def tree(run: Run, tmp_path: Path) -> Path:
    for name, content in {
        "src/a.txt": BAD,
        "src/clean.txt": CLEAN,
        "src/deep/er/b.txt": BAD,
        "src/node_modules/x.txt": BAD,
        "top.txt": BAD,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (tmp_path / "src" / "c.bin").write_bytes(b"\0\1\2")
    return tmp_path


def test_check_searches_them(run: Run) -> None:
    done = run("check", ".")
    assert done.code == 1
    assert [line.split(":")[0] for line in done.text.splitlines()] == [
        "src/a.txt", "src/a.txt", "src/deep/er/b.txt", "src/deep/er/b.txt", "top.txt", "top.txt",
    ]  # fmt: skip
    assert done.err == "garble-fix: 5 files: 3 garbled, 1 clean, 1 not text\n"


def test_fix_repairs_what_is_in_them(run: Run) -> None:
    done = run("fix", "src")
    assert done.code == 0
    lines = done.err.splitlines()
    assert lines[:3] == [
        "fixed src/a.txt: 2 spans, utf-8>cp936",
        "fixed src/deep/er/b.txt: 2 spans, utf-8>cp936",
        "garble-fix: 4 files: 2 fixed, 1 clean, 1 not text",
    ]
    assert lines[3].startswith("garble-fix: undo puts it back: garble-fix undo 2")
    assert Path("src/deep/er/b.txt").read_text("utf-8") == GOOD
    assert Path("src/node_modules/x.txt").read_text("utf-8") == Path("top.txt").read_text("utf-8") == BAD
    again = run("fix", "src")
    assert (again.code, again.out, again.err) == (0, b"", "")
    assert run(*lines[3].split("garble-fix undo ")[1].join(["undo ", ""]).split()).code == 0
    assert Path("src/deep/er/b.txt").read_text("utf-8") == BAD


@pytest.mark.parametrize("jobs", ["1", "2", "4"])
def test_the_order_is_the_same_whatever_the_number_of_processes(run: Run, jobs: str) -> None:
    Path("many").mkdir()
    for number in range(80):
        Path("many", f"{number:02}.txt").write_text(BAD if number % 7 == 0 else CLEAN, "utf-8")
    done = run("check", "-j", jobs, "many")
    assert done.code == 1
    names = [line.split(":")[0] for line in done.text.splitlines()]
    assert names == sorted(names)
    assert len(set(names)) == 12
    assert done.err == "garble-fix: 80 files: 12 garbled, 68 clean\n"


def test_options_narrow_the_search(run: Run) -> None:
    assert run("check", "-q", "--exclude", "*.txt", ".").code == 0
    assert run("check", "--extend-exclude", "src/", ".").err == "garble-fix: 1 file: 1 garbled\n"
    assert "node_modules" in run("check", "--exclude", "nothing", "src").text
    assert run("check", "--include", "a.txt", ".").text.count("a.txt") == 2
    assert run("check", "-q", "--extend-exclude", "top.txt", "top.txt").code == 1
    assert run("check", "-q", "--extend-exclude", "top.txt", "--force-exclude", "top.txt").code == 0
    Path(".gitignore").write_text("top.txt\n/src/\n")
    assert run("check", "-q", ".").code == 0
    assert run("check", "-q", "--no-gitignore", ".").code == 1


def test_globs_work_where_the_shell_leaves_them(run: Run) -> None:
    assert run("check", "src/**/*.txt", "--exclude", "x").text.count("b.txt") == 2


def test_output_mirrors_the_tree(run: Run) -> None:
    assert run("fix", "-o", "out", "src").code == 2
    Path("out").mkdir()
    assert run("fix", "-o", "out", "src").code == 0
    assert Path("out/deep/er/b.txt").read_text("utf-8") == GOOD
    assert Path("out/clean.txt").read_text("utf-8") == CLEAN
    assert Path("out/c.bin").read_bytes() == b"\0\1\2"
    assert Path("src/a.txt").read_text("utf-8") == BAD
    Path("src/within").mkdir()
    done = run("fix", "-o", "src/within", "src")
    assert done.code == 2
    assert "lies in src, which is searched" in done.error_lines()[0]


def test_one_bad_file_does_not_stop_the_others(run: Run) -> None:
    Path("src/odd.txt").write_text(HOPELESS, "utf-8")
    done = run("fix", "src", "nope", "top.txt")
    assert done.code == 2
    assert "garble-fix: nope: no such file; check the name" in done.err
    assert "src/odd.txt:1:3: unrecoverable" in done.err
    assert "6 files: 3 fixed, 1 with garbled text left, 1 clean, 1 not text, 1 failed" in done.err.replace(
        "7 files", "6 files"
    )
    assert Path("top.txt").read_text("utf-8") == GOOD


def test_a_pdf_is_not_text_whatever_is_in_it(run: Run) -> None:
    Path("a.pdf").write_bytes(b"%PDF-1.4\n" + BAD.encode())
    done = run("fix", "-v", "a.pdf")
    assert done.code == 0
    assert "a.pdf: is not text; left alone" in done.err


def test_pragmas_count_for_files(run: Run) -> None:
    pragma = "garble-fix" + ": ignore"
    Path("a.py").write_text(f"x = '{BAD.splitlines()[0]}'  # {pragma}\n", "utf-8")
    assert run("check", "a.py").code == 0
    assert run("check", "--no-pragmas", "a.py").code == 1


def test_clean_files_are_remembered_until_they_change(run: Run, tmp_path: Path) -> None:
    tree = Path("tree")
    tree.mkdir()
    for name in ("a.txt", "b.txt"):
        (tree / name).write_text(CLEAN, "utf-8")
    cache = tmp_path / "cache"
    time.sleep(2.1)  # a file that was just changed is not remembered
    assert run("check", "--no-cache", "tree", GARBLE_FIX_CACHE_DIR=str(cache)).code == 0
    assert not cache.exists()
    for _ in range(2):
        done = run("check", "-v", "tree", GARBLE_FIX_CACHE_DIR=str(cache))
        assert (done.code, done.err) == (0, "garble-fix: 2 files: 2 clean\n")
    assert [file.stat().st_size for file in cache.iterdir()] == [32]
    (tree / "a.txt").write_text(BAD, "utf-8")
    assert run("fix", "tree", GARBLE_FIX_CACHE_DIR=str(cache)).code == 0
    assert run("check", "tree", GARBLE_FIX_CACHE_DIR=str(cache)).code == 0
    assert run("undo", GARBLE_FIX_CACHE_DIR=str(cache)).code == 0
    assert run("check", "tree", GARBLE_FIX_CACHE_DIR=str(cache)).code == 1
