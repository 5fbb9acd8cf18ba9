"""`garble-fix detect`, and `fix --to`, as processes."""

from __future__ import annotations

import json
from pathlib import Path

from processes import Run

CHINESE = "修改配置以后必须重新启动服务，否则新的端口不会生效。\n"


def test_each_file_has_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gbk.txt").write_bytes(CHINESE.encode("gbk"))
    (tmp_path / "utf-8.txt").write_bytes(CHINESE.encode("utf-8-sig"))
    done = run("detect", "gbk.txt", "utf-8.txt", "-", stdin=b"plain")
    assert done.code == 0
    first, second, third = done.text.splitlines()
    assert first.startswith("gbk.txt: gbk (")
    assert "zh-Hans" in first
    assert second == "utf-8.txt: utf-8 with byte order mark (100.0 %): byte order mark"
    assert third.startswith("<stdin>: ascii (")


def test_lines_in_other_encodings(run: Run, tmp_path: Path) -> None:
    other = CHINESE.encode("gbk")
    (tmp_path / "mixed.txt").write_bytes(
        CHINESE.encode() * 2 + other + other + b"\n" + CHINESE.encode() + other
    )
    done = run("detect", "mixed.txt")
    assert done.text.splitlines()[1:] == ["mixed.txt:3: lines 3–4 in gbk", "mixed.txt:7: line 7 in gbk"]
    record = json.loads(run("detect", "--format", "json", "mixed.txt").text)
    assert (record["path"], record["encoding"]) == ("mixed.txt", "utf-8")
    assert record["foreign"][0] == {"encoding": "gbk", "first_line": 3, "last_line": 4}


def test_json_lists_what_was_weighed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(CHINESE.encode("gbk"))
    record = json.loads(run("detect", "--format=json", "x").text)
    assert record["candidates"][0]["encoding"] == record["encoding"] == "gbk"
    assert 0.99 < record["confidence"] <= 1


def test_what_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"plain")
    done = run("detect", "nothing", "x")
    assert (done.code, len(done.error_lines()), len(done.text.splitlines())) == (2, 1, 1)


def test_conversion(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(("<meta charset=gb2312>\n" + CHINESE).encode("gbk"))
    done = run("fix", "--to", "utf-8", "page.html")
    assert (done.code, file.read_bytes()) == (0, ("<meta charset=utf-8>\n" + CHINESE).encode())
    assert "converted page.html to utf-8" in done.err
    assert run("fix", "--to", "utf-8", "page.html").err == ""


def test_a_conversion_that_cannot_be(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(CHINESE.encode())
    done = run("fix", "--to", "cp1251", "x.txt")
    assert (done.code, file.read_bytes()) == (2, CHINESE.encode())
    assert "convert to utf-8" in done.error_lines()[0]


def test_escapes_are_looked_behind_when_asked(run: Run, tmp_path: Path) -> None:
    escaped = "".join(f"&#{ord(char)};" for char in "用户登录成功".encode().decode("gbk"))
    (tmp_path / "x.html").write_text(escaped)
    assert run("check", "x.html").code == 0
    done = run("check", "--escapes", "x.html")
    assert (done.code, "用户登录成功" in done.text) == (1, True)
    assert run("fix", "--escapes", "x.html").code == 0
    assert (tmp_path / "x.html").read_text() == "用户登录成功"
