"""How fast `garble-fix check` goes through a source tree, and how much memory its processes take.

    python -m benchmarks.throughput [DIRECTORY]

Without a DIRECTORY, ten thousand text files of this Python's library and its installed packages are linked into a
temporary tree. The files are read once beforehand, so that the disk counts for nothing; then the real program runs
three times without its cache, of which the best is shown, beside the time that reading the same files in one process
takes. `again` is the time of a run that knows from the one before which files are clean and have not changed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from garble_fix.batch.discovery import discover
from garble_fix.batch.patterns import Selection

FILES = 10_000
_TEXT = (".py", ".pyi", ".txt", ".rst", ".md", ".h", ".c", ".js", ".css", ".html", ".toml", ".cfg")


# In a process of its own: what has been measured here would count as the memory of what is started from here.
_RUN = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run([sys.executable, "-m", "garble_fix", "check", "-q", "--isolated", *sys.argv[1:]])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.returncode]))
"""


def main() -> None:
    """Measure, and print a line for each figure."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        gather(Path(folder))
        measure(Path(folder))


def gather(folder: Path) -> None:
    """Link (or copy) `FILES` text files of this installation into `folder`."""
    for number, path in zip(range(FILES), _texts(), strict=False):
        place = folder / f"{number // 100:03}" / f"{number % 100:02}{path.suffix}"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(path.read_bytes())


def _texts() -> Iterator[Path]:
    for root in ("platlib", "stdlib"):
        base = Path(sysconfig.get_path(root))
        for path in sorted(base.rglob("*")):
            if (
                path.suffix in _TEXT
                and path.is_file()
                and (root == "platlib" or "site-packages" not in path.parts)
            ):
                yield path


def measure(folder: Path) -> None:
    """Check `folder` and print what it took."""
    start = time.perf_counter()
    names = [file.name for file in discover([str(folder)], Selection(folder))]
    walking = time.perf_counter() - start
    for _ in range(2):
        start = time.perf_counter()
        data = [Path(name).read_bytes() for name in names]
        reading = time.perf_counter() - start
    size = sum(map(len, data)) / 1e6
    ascii_files = sum(part.isascii() for part in data)
    best, computing, peak, code = min(_checked(folder, "--no-cache") for _ in range(3))
    with tempfile.TemporaryDirectory() as cache:
        again = [_checked(folder, "--cache", GARBLE_FIX_CACHE_DIR=cache)[0] for _ in range(4)]
    print(f"files     {len(names)}, {size:.0f} MB, {ascii_files} of them ASCII; {os.cpu_count()} processors")
    print(f"walking   {walking:.2f} s")
    print(f"reading   {reading:.2f} s, {size / reading:.0f} MB/s, one process")
    print(
        f"check     {best:.2f} s, {size / best:.0f} MB/s, {len(names) / best:.0f} files/s, exit code {code}"
    )
    print(f"again     {min(again[1:]):.2f} s, {size / min(again[1:]):.0f} MB/s")
    print(f"computing {computing:.2f} s of all processes together")
    print(f"memory    {peak:.0f} MB, the largest process")


def _checked(folder: Path, *options: str, **variables: str) -> tuple[float, float, float, int]:
    """Seconds, seconds of computing, megabytes and the exit code of a run."""
    line = [sys.executable, "-c", _RUN, *options, str(folder)]
    seconds, computing, peak, code = json.loads(
        subprocess.check_output(line, env={**os.environ, **variables})
    )
    return seconds, computing, peak, code


if __name__ == "__main__":
    main()
