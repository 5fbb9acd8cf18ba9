"""All benchmarks that need nothing but the package registries: `python -m benchmarks`."""

from __future__ import annotations

import subprocess
import sys

TABLES = {
    "ftfy's own test cases": ["-m", "benchmarks.ftfy_cases", "--differences", "build/ftfy/differences.txt"],
    "Detection, by encoding and length": ["-m", "benchmarks.detect", "--per", "30"],
}


def main() -> int:
    """Print every table with the command that makes it; the exit code is that of the first that fails."""
    for title, arguments in TABLES.items():
        print(f"## {title}\n\n    python {' '.join(arguments)}\n", flush=True)
        code = subprocess.run([sys.executable, *arguments], check=False).returncode
        if code:
            return code
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
