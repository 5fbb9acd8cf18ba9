from __future__ import annotations

from pathlib import Path

from garbled import BAD, CLEAN, HOPELESS
from processes import Run


def test_nothing_garbled_is_silence(run: Run) -> None:
    Path("a.txt").write_text(CLEAN, "utf-8")
    done = run("check", "a.txt")
    assert (done.code, done.out, done.err) == (0, b"", "")


def test_every_place_has_a_line(run: Run) -> None:
    Path("a.txt").write_text(CLEAN, "utf-8")
    Path("b.txt").write_text("x\n" + BAD + HOPELESS, "utf-8")
    done = run("check", "a.txt", "b.txt")
    assert (done.code, done.err) == (1, "")
    lines = done.text.splitlines()
    assert lines[0].startswith("b.txt:2:3: utf-8>cp936 (")
    assert "→ 用户登录成功" in lines[0]
    assert any(line.startswith("b.txt:5:3: unrecoverable: 锟斤拷") for line in lines)
    assert Path("b.txt").read_text("utf-8") == "x\n" + BAD + HOPELESS


def test_quiet_answers_with_the_exit_code_alone(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    done = run("check", "-q", "a.txt")
    assert (done.code, done.out, done.err) == (1, b"", "")


def test_a_failure_outranks_a_finding(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    done = run("check", "nope", "a.txt")
    assert done.code == 2
    assert done.error_lines() == ["garble-fix: nope: no such file; check the name"]
    assert "a.txt:1:3: " in done.text


def test_standard_input(run: Run) -> None:
    done = run("check", "-", stdin=BAD.encode())
    assert done.code == 1
    assert done.text.startswith("<stdin>:1:3: ")


def test_the_file_is_not_touched(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("a.txt").chmod(0o400)
    before = Path("a.txt").stat()
    assert run("check", "a.txt").code == 1
    assert Path("a.txt").stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


def test_an_explanation_of_every_span(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    done = run("check", "--explain", "a.txt")
    assert done.code == 1
    assert "log P" in done.text
    assert done.text.count("nats against") == sum(
        line.startswith("a.txt:") for line in done.text.splitlines()
    )
