from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from garble_fix.commandline.manual import manual

PAGE = Path(__file__).parents[2] / "docs" / "garble-fix.1"


def test_the_page_is_that_of_this_version() -> None:
    """Run `make man` where it isn't."""
    assert PAGE.read_text("utf-8") == manual()


def test_every_command_is_in_it() -> None:
    text = manual()
    for name in ("fix", "check", "text", "undo", "runs", "config", "completion"):
        assert f'.SS "garble-fix {name}"' in text
    assert text.isascii()


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff here")
def test_it_is_without_mistakes() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z", str(PAGE)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
