"""A search for bytes that upset `repair_bytes`, led by the code that they reach.

    python -m tests.fuzz.guided [-max_total_time=SECONDS] [CORPUS-DIRECTORY]

atheris (libFuzzer) grows inputs that reach new branches; hypothesis turns them into the bytes of `strategies`. What is
found to fail is printed, and left as a file `crash-*` that `python -m tests.fuzz.guided FILE` runs again.

atheris takes a tenth of a megabyte for each input and gives none back (without it a hundred thousand inputs need no
more than ten thousand do), so every so many inputs a new process goes on with what was found to be of interest.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

import atheris

with atheris.instrument_imports(include=["garble_fix"]):
    import garble_fix.repair.bytes
    import garble_fix.repair.text  # noqa: F401 - imported to be instrumented

from tests.fuzz.test_bytes import test_any_bytes

ROUND = 10_000
"""Inputs for one process."""

TIME = "-max_total_time="


def main() -> None:
    """Run until the time is over or something fails."""
    options = sys.argv[1:]
    seconds = [float(option.removeprefix(TIME)) for option in options if option.startswith(TIME)]
    if not seconds or any(option.startswith("-runs=") for option in options):
        fuzz(options)
        return
    others = [option for option in options if not option.startswith(TIME)]
    until = time.monotonic() + seconds[-1]
    with tempfile.TemporaryDirectory() as corpus:
        while (left := round(until - time.monotonic())) > 0:
            arguments = [corpus, f"{TIME}{left}", f"-runs={ROUND}", *others]
            done = subprocess.run([sys.executable, "-m", "tests.fuzz.guided", *arguments], check=False)
            if done.returncode:
                sys.exit(done.returncode)


def fuzz(options: list[str]) -> None:
    """Run in this process."""
    atheris.Setup([sys.argv[0], "-timeout=120", "-rss_limit_mb=2048", *options],
                  test_any_bytes.hypothesis.fuzz_one_input)  # type: ignore[attr-defined]  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
