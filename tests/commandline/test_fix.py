from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest
from garbled import BAD, CLEAN, GOOD, HOPELESS
from processes import Run


def test_repairs_in_place_and_says_so_in_a_line(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    done = run("fix", "a.txt")
    assert Path("a.txt").read_text("utf-8") == GOOD
    assert (done.code, done.out) == (0, b"")
    assert done.err.startswith("fixed a.txt: ")
    assert done.err.endswith(", utf-8>cp936\n")
    assert done.err.count("\n") == 1


def test_says_nothing_when_quiet(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    done = run("fix", "-q", "a.txt")
    assert (done.code, done.out, done.err) == (0, b"", "")
    assert Path("a.txt").read_text("utf-8") == GOOD


def test_clean_files_are_left_alone_in_silence(run: Run) -> None:
    Path("a.txt").write_text(CLEAN, "utf-8")
    Path("empty").touch()
    os.utime("a.txt", ns=(1, 1))
    before = Path("a.txt").stat()
    done = run("fix", "a.txt", "empty")
    assert (done.code, done.out, done.err) == (0, b"", "")
    after = Path("a.txt").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_second_run_finds_nothing_to_do(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    run("fix", "a.txt")
    once = Path("a.txt").stat()
    done = run("fix", "a.txt")
    assert (done.code, done.err) == (0, "")
    assert Path("a.txt").stat().st_mtime_ns == once.st_mtime_ns


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_stay(run: Run, newline: str, bom: bytes) -> None:
    Path("a.txt").write_bytes(bom + BAD.replace("\n", newline).encode())
    assert run("fix", "a.txt").code == 0
    assert Path("a.txt").read_bytes() == bom + GOOD.replace("\n", newline).encode()


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_mode_and_symbolic_link_stay(run: Run) -> None:
    Path("a.sh").write_text(BAD, "utf-8")
    Path("a.sh").chmod(0o751)
    Path("link").symlink_to("a.sh")
    assert run("fix", "link").code == 0
    assert Path("link").is_symlink()
    assert Path("a.sh").read_text("utf-8") == GOOD
    assert stat.S_IMODE(Path("a.sh").stat().st_mode) == 0o751


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_broken_hard_link_is_mentioned_to_the_curious(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    os.link("a.txt", "b.txt")
    done = run("fix", "-v", "a.txt")
    assert "a.txt: its other hard links keep the old content" in done.err
    assert Path("b.txt").read_text("utf-8") == BAD


def test_a_file_named_twice_is_repaired_once(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    done = run("fix", "a.txt", "./a.txt", "a.txt")
    assert done.code == 0
    assert done.err.count("fixed") == 1


def test_a_bad_input_does_not_stop_the_others(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("b.txt").write_text(BAD, "utf-8")
    done = run("fix", "a.txt", "nope", "b.txt")
    assert done.code == 2
    assert "garble-fix: nope: no such file; check the name\n" in done.err
    assert Path("a.txt").read_text("utf-8") == Path("b.txt").read_text("utf-8") == GOOD


def test_what_has_to_be_left_is_listed_and_is_the_exit_code(run: Run) -> None:
    Path("a.txt").write_text(BAD + HOPELESS, "utf-8")
    done = run("fix", "a.txt")
    assert done.code == 1
    assert Path("a.txt").read_text("utf-8") == GOOD + HOPELESS
    assert "\na.txt:4:3: unrecoverable: 锟斤拷" in done.err


def test_standard_input_to_standard_output(run: Run) -> None:
    done = run("fix", "-", stdin=BAD.encode())
    assert (done.code, done.text) == (0, GOOD)
    assert done.err.startswith("fixed <stdin>: ")
    done = run("fix", "-", stdin=CLEAN.encode())
    assert (done.code, done.text, done.err) == (0, CLEAN, "")


@pytest.mark.parametrize("data", [b"", b"\0\1\2\xff binary \xfe\0", b"\n", b"\xff\xfe"])
def test_what_is_no_text_passes_through_unchanged(run: Run, data: bytes) -> None:
    done = run("fix", "-", stdin=data)
    assert (done.code, done.out) == (0, data)


def test_output_to_a_file(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    assert run("fix", "a.txt", "-o", "b.txt").code == 0
    assert Path("a.txt").read_text("utf-8") == BAD
    assert Path("b.txt").read_text("utf-8") == GOOD


def test_output_to_a_directory_has_the_clean_and_the_binary_too(run: Run) -> None:
    Path("out").mkdir()
    Path("a.txt").write_text(BAD, "utf-8")
    Path("b.txt").write_text(CLEAN, "utf-8")
    Path("c.bin").write_bytes(b"\0\1\2")
    assert run("fix", "a.txt", "b.txt", "c.bin", "--output", "out").code == 0
    assert Path("out/a.txt").read_text("utf-8") == GOOD
    assert Path("out/b.txt").read_text("utf-8") == CLEAN
    assert Path("out/c.bin").read_bytes() == b"\0\1\2"


def test_output_to_standard_output(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    done = run("fix", "-q", "a.txt", "-o", "-")
    assert (done.code, done.text, done.err) == (0, GOOD, "")


def test_standard_input_to_a_file(run: Run) -> None:
    assert run("fix", "-", "-o", "b.txt", stdin=BAD.encode()).code == 0
    assert Path("b.txt").read_text("utf-8") == GOOD


def test_what_is_left_is_placed_in_the_output(run: Run) -> None:
    Path("a.txt").write_text(HOPELESS, "utf-8")
    done = run("fix", "a.txt", "-o", "b.txt")
    assert done.code == 1
    assert done.err.startswith("b.txt:1:3: unrecoverable")


def test_the_diff_writes_nothing_and_patches(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("clean.txt").write_text(CLEAN, "utf-8")
    done = run("fix", "--diff", "a.txt", "clean.txt")
    assert done.code == 1
    assert Path("a.txt").read_text("utf-8") == BAD
    assert "a.txt:1:3: utf-8>cp936 (" in done.err
    assert "→ 用户登录成功" in done.err
    assert "clean.txt" not in done.text + done.err
    patched = subprocess.run(
        ["git", "apply", "-p0"], input=done.out, cwd=Path.cwd(), capture_output=True, check=False
    )
    assert patched.stderr == b""
    assert Path("a.txt").read_text("utf-8") == GOOD


def test_the_diff_of_a_clean_file_is_empty(run: Run) -> None:
    Path("a.txt").write_text(CLEAN, "utf-8")
    done = run("fix", "--diff", "a.txt")
    assert (done.code, done.out, done.err) == (0, b"", "")


def test_the_diff_of_standard_input(run: Run) -> None:
    done = run("fix", "--diff", "-q", "-", stdin=BAD.encode())
    assert (done.code, done.err) == (1, "")
    assert done.text.startswith("--- <stdin>\n+++ <stdin>\n@@ -1,3 +1,3 @@ utf-8>cp936 (")


def test_the_curious_are_told_what_was_counted(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("b.txt").write_text(CLEAN, "utf-8")
    Path("c.bin").write_bytes(b"\0\1\2")
    done = run("fix", "-v", "a.txt", "b.txt", "c.bin")
    assert done.code == 0
    assert "garble-fix: c.bin: is not text; left alone\n" in done.err
    assert done.err.endswith("garble-fix: 3 files: 1 fixed, 1 clean, 1 not text\n")


def test_explanations_go_to_standard_error(run: Run) -> None:
    done = run("fix", "--explain", "-", stdin=BAD.encode())
    assert done.text == GOOD
    assert "log P" in done.err
    assert "nats against" in done.err


def test_a_named_encoding(run: Run) -> None:
    data = GOOD.encode("gb18030")
    Path("a.txt").write_bytes(data)
    assert run("fix", "--encoding", "gb18030", "a.txt").code == 0
    assert Path("a.txt").read_bytes() == data


def test_an_unknown_encoding_is_a_usage_error(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    done = run("fix", "--encoding", "nonsense-9", "a.txt")
    assert done.code == 2
    [line] = done.error_lines()
    assert "--encoding" in line
    assert Path("a.txt").read_text("utf-8") == BAD
