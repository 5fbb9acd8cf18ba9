from __future__ import annotations

import re
from pathlib import Path

import pytest
from garbled import BAD, CLEAN, GOOD
from processes import Run


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("processes.STATE", tmp_path / "state")
    return tmp_path / "state"


def test_undo_puts_back_what_the_last_run_here_changed(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("b.txt").write_text(CLEAN, "utf-8")
    assert run("fix", "a.txt", "b.txt").code == 0
    done = run("undo")
    assert (done.code, done.out) == (0, b"")
    assert re.fullmatch(r"garble-fix: run \d{8}T\d{6}Z-[0-9a-f]{6}: 1 put back\n", done.err)
    assert Path("a.txt").read_text("utf-8") == BAD
    again = run("undo")
    assert again.code == 2
    assert "no run that could be undone changed anything here" in again.error_lines()[0]


def test_runs_are_listed_and_named(run: Run, tmp_path: Path) -> None:
    assert "no run has changed anything yet" in run("runs").err
    for folder in ("one", "two"):
        Path(folder).mkdir()
        Path(folder, "a.txt").write_text(BAD, "utf-8")
        assert run("fix", f"{folder}/a.txt").code == 0
    lines = run("runs").text.splitlines()
    assert lines[0].split() == ["run", "when", "files", "kB", "state", "where"]
    assert [line.split()[5:8] for line in lines[1:]] == [["can", "be", "undone"]] * 2
    assert str(tmp_path / "two" / "a.txt") + ": 2 spans, utf-8>cp936" in run("runs", "-v").text
    touching_one = next(
        name
        for name in (line.split()[0] for line in lines[1:])
        if any((tmp_path / "state" / "runs" / name).glob("files-*"))
        and "/one/" in next((tmp_path / "state" / "runs" / name).glob("files-*")).read_text()
    )
    done = run("undo", "-v", touching_one)
    assert done.code == 0
    assert f"{tmp_path}/one/a.txt: put back" in done.err
    assert Path("one/a.txt").read_text("utf-8") == BAD
    assert Path("two/a.txt").read_text("utf-8") == GOOD
    assert "undone" in run("runs").text


def test_what_was_changed_since_is_left_and_said(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("b.txt").write_text(BAD, "utf-8")
    assert run("fix", "a.txt", "b.txt").code == 0
    Path("a.txt").write_text(GOOD + "more\n", "utf-8")
    done = run("undo")
    assert done.code == 1
    assert "a.txt: was changed since; left as it is (what it was is in " in done.err
    assert Path("a.txt").read_text("utf-8") == GOOD + "more\n"
    assert Path("b.txt").read_text("utf-8") == BAD
    original = done.err.split("(what it was is in ")[1].split(")")[0]
    assert Path(original).read_text("utf-8") == BAD


def test_a_run_somewhere_else_is_not_undone_by_mistake(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("one", "two"):
        Path(folder).mkdir()
        Path(folder, "a.txt").write_text(BAD, "utf-8")
        assert run("fix", f"{folder}/a.txt").code == 0
    monkeypatch.chdir("one")
    assert run("undo").code == 0
    assert Path("a.txt").read_text("utf-8") == BAD
    assert Path("../two/a.txt").read_text("utf-8") == GOOD


def test_what_an_output_overwrites_comes_back(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("b.txt").write_text("precious", "utf-8")
    assert run("fix", "-o", "b.txt", "a.txt").code == 0
    assert Path("b.txt").read_text("utf-8") == GOOD
    assert run("undo").code == 0
    assert Path("b.txt").read_text("utf-8") == "precious"


def test_without_a_journal(run: Run, state: Path) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    assert run("fix", "--no-journal", "a.txt").code == 0
    assert not state.exists()
    Path("a.txt").write_text(BAD, "utf-8")
    assert run("check", "a.txt").code == 1
    assert run("fix", "--diff", "a.txt").code == 1
    assert not state.exists()


def test_an_unknown_run(run: Run) -> None:
    done = run("undo", "nope")
    assert done.code == 2
    assert done.error_lines() == ["garble-fix: nope: no such run; garble-fix runs lists those there are"]
