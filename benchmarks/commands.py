"""The time that whole commands take on one large sound file: `garble-fix check FILE` and `ftfy FILE`.

    python -m benchmarks.commands [--megabytes 30]

The file is Chinese, in UTF-8: messages that the models did not learn from, a few of them drawn by chance for each line,
so that lines are as long as in prose and hardly any comes twice. The time is that on the clock, from the start of the
interpreter to its end, the output thrown away; the better of two runs.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

import garble_fix
from benchmarks.markdown import table
from benchmarks.texts import texts

_TOGETHER: Final = 5
"""Messages on a line."""
_RUNS: Final = 2
_BIN: Final = Path(sys.executable).parent
COMMANDS: Final = {
    f"`garble-fix check`, {garble_fix.__version__}": [sys.executable, "-m", "garble_fix", "check"],
    f"`ftfy`, {importlib.metadata.version('ftfy')}": [str(_BIN / "ftfy")],
}


def chinese(size: int) -> bytes:
    """Return Chinese text of this many bytes, or a line more."""
    chance = Random(0)
    messages = [text for text in texts("measure")["zh-Hans"] if len(text) > 8]
    lines: list[bytes] = []
    while size > 0:
        line = "，".join(chance.sample(messages, _TOGETHER)) + "。\n"
        lines.append(line.encode())
        size -= len(lines[-1])
    return b"".join(lines)


def seconds(command: Sequence[str], path: Path) -> float:
    """Return how long the command takes on the file."""
    start = time.perf_counter()
    # garble-fix exits with 1 where it finds something; there should be nothing to find, but time is what is asked.
    subprocess.run([*command, str(path)], stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def timing(megabytes: float) -> str:
    """The table, in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chinese.txt"
        path.write_bytes(chinese(int(1e6 * megabytes)))
        size = path.stat().st_size / 1e6
        best = {name: min(seconds(command, path) for _ in range(_RUNS)) for name, command in COMMANDS.items()}
    head = [f"whole process, {size:.1f} MB of sound Chinese", "seconds", "MB/s"]
    return table(head, [(name, f"{time:.2f}", f"{size / time:.2f}") for name, time in best.items()])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=float, default=30.0, help="size of the file")
    print(timing(parser.parse_args().megabytes))


if __name__ == "__main__":
    main()
