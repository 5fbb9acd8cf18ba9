"""Settings for all tests, and what more than one part of them needs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline for single examples, since the first of them loads tables.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

_NOBODY = 65534


@pytest.fixture
def ordinary_user_directory() -> Iterator[Path]:
    """A directory of an ordinary user, and being that user: to root, nothing is forbidden."""
    if os.name == "nt":
        pytest.skip("rights work otherwise here")
    directory = Path(tempfile.mkdtemp())  # tmp_path lies below a directory closed to all but its owner
    was = os.geteuid()
    if was == 0:
        os.chown(directory, _NOBODY, _NOBODY)
        os.seteuid(_NOBODY)
    try:
        yield directory
    finally:
        os.seteuid(was)
        shutil.rmtree(directory)
