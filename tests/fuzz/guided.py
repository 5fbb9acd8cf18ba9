"""A search for bytes that upset `repair_bytes`, led by the code that they reach.

    python -m tests.fuzz.guided [-max_total_time=SECONDS] [CORPUS-DIRECTORY]

atheris (libFuzzer) grows inputs that reach new branches; hypothesis turns them into the bytes of `strategies`. What is
found to fail is printed, and left as a file `crash-*` that `python -m tests.fuzz.guided FILE` runs again.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["garble_fix"]):
    import garble_fix.repair.bytes
    import garble_fix.repair.text  # noqa: F401 - imported to be instrumented

from tests.fuzz.test_bytes import test_any_bytes


def main() -> None:
    """Run until the time is over or something fails."""
    atheris.Setup([sys.argv[0], "-timeout=120", "-rss_limit_mb=2048", *sys.argv[1:]],
                  test_any_bytes.hypothesis.fuzz_one_input)  # type: ignore[attr-defined]  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
