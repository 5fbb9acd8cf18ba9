"""How long it takes to look for a file's undamaged lines in a long history: `python -m benchmarks.history`.

Repositories are made with `git fast-import`: one in which every commit changes the file, one in which few do and the
rest change others. The file was garbled in the last commit, or long ago, or was never sound.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.markdown import table
from garble_fix.channels import parse
from garble_fix.history import repair_with_history, versions
from garble_fix.history.repair import damaged_lines
from garble_fix.history.restore import restore

_LINES = 400
_WORDS = (
    "用户登录",
    "数据库连接失败",
    "检查网络设置",
    "保存成功",
    "配置文件",
    "权限不足",
    "请稍后再试",
    "删除记录",
    "确认",
)


def content_of(number: int) -> str:
    """Return the file at commit `number`, which changes one line of it."""
    lines = []
    for at in range(_LINES):
        changed = (number + _LINES - 1 - at) // _LINES
        lines.append(f'say({at}, "{_WORDS[at % 9]}，{_WORDS[(at + changed) % 7]}{at}。")  # {changed}')
    return "\n".join(lines) + "\n"


def commits(count: int, every: int, damage_at: int, chain: str) -> Iterator[bytes]:
    """Yield what `git fast-import` reads: the file changes in one of `every` commits, another one in the others."""
    for number in range(count):
        last = number == damage_at
        name, content = (
            ("file.py", content_of(number // every))
            if number % every == 0 or last
            else ("other.txt", str(number))
        )
        if number >= damage_at and name == "file.py":
            content = parse(chain).garble(content)
        data = content.encode()
        yield f"commit refs/heads/main\ncommitter A <a@example.org> {1700000000 + number} +0000\ndata 1\nx\n".encode()
        yield f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n"


def measured(folder: Path, count: int, every: int, damage_at: int, chain: str) -> tuple[float, float, int]:
    """Make a repository; return the seconds for its history and for all, and how many spans came back."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    stream = b"".join(commits(count, every, damage_at, chain))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream, check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=folder, check=True)
    path = folder / "file.py"
    data = path.read_bytes()
    text = data.decode()
    start = time.perf_counter()
    restore(text, damaged_lines(text), (), versions(path))
    between = time.perf_counter()
    found = repair_with_history(data, versions(path))
    end = time.perf_counter()
    return between - start, end - between, sum(bool(edit.source) for edit in found.edits)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__)
    parser.add_argument("--commits", type=int, default=10_000)
    count = parser.parse_args().commits
    rows = []
    for what, every, back in (
        ("every commit changes the file", 1, 1),
        ("the same, garbled 300 commits ago", 1, 300),
        ("the same, never sound", 1, count),
        ("one in 100 changes it", 100, 1),
        ("the same, never sound", 100, count),
    ):
        for chain in ("utf-8>cp936w", "ascii?>ascii"):
            with tempfile.TemporaryDirectory() as folder:
                history, seconds, spans = measured(Path(folder) / "r", count, every, count - back, chain)
            rows.append([f"{what}, {chain}", f"{history:.1f}", f"{seconds:.1f}", str(spans)])
            print(rows[-1], flush=True)
    print(table([f"{count} commits", "s, history", "s", "restored"], rows))


if __name__ == "__main__":
    main()
