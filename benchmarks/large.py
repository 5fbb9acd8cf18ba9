"""How a file far larger than memory should hold is repaired, and put back: time, and the most memory it took.

    python -m benchmarks.large [GIGABYTES]

The file is made in the current directory: source code, every fiftieth megabyte of it Chinese, and a garbled line in
each gigabyte.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_RUN = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run([sys.executable, "-m", "garble_fix", *sys.argv[1:]])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - start, used.ru_maxrss / 1024, done.returncode]))
"""

_CODE = b"def function(argument):\n    return argument + 1  # plain ASCII, as most of the lines of code are\n"
_CHINESE = "今天天气很好，我们一起去公园散步，然后回家吃饭。\n".encode()
_GARBLED = "# 鐢ㄦ埛鐧诲綍鎴愬姛, 鏂囦欢宸茬粡淇濆瓨\n".encode()  # garble-fix: ignore


def main() -> None:
    """Make the file, repair it, put it back, and print what each took."""
    gigabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory(dir=".") as folder:
        path = Path(folder, "large.txt")
        before = make(path, gigabytes)
        size = path.stat().st_size / 1e6
        state = str(Path(folder, "state"))
        for command in (["check", "-q", str(path)], ["fix", "-q", str(path)], ["undo", "-q"]):
            seconds, peak, code = measured(command, folder, state)
            print(f"{command[0]:6} {size:.0f} MB in {seconds:.0f} s, {size / seconds:.0f} MB/s, "
                  f"{peak:.0f} MB of memory, exit code {code}")  # fmt: skip
        print("the original is back" if digest(path) == before else "THE ORIGINAL IS NOT BACK")


def make(path: Path, gigabytes: int) -> str:
    """Write the file; give its digest."""
    code, chinese = _CODE * (1_000_000 // len(_CODE)), _CHINESE * (1_000_000 // len(_CHINESE))
    found = hashlib.sha256()
    with path.open("wb") as file:
        for number in range(gigabytes * 1000):
            piece = (chinese if number % 50 == 49 else code) + (_GARBLED if number % 1000 == 500 else b"")
            file.write(piece)
            found.update(piece)
    return found.hexdigest()


def measured(command: list[str], folder: str, state: str) -> tuple[float, float, int]:
    """Run the program; give seconds, megabytes and the exit code."""
    env = {
        **os.environ,
        "GARBLE_FIX_STATE_DIR": str(Path(state).absolute()),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    if command[0] == "undo":
        done = subprocess.check_output([sys.executable, "-c", _RUN, *command], cwd=folder, env=env)
    else:
        done = subprocess.check_output([sys.executable, "-c", _RUN, *command], env=env)
    seconds, peak, code = json.loads(done.splitlines()[-1])
    return seconds, peak, code


def digest(path: Path) -> str:
    """The digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
