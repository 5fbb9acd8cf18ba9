"""Standard input and output as bytes; either may be closed, and output may end early."""

from __future__ import annotations

import os
import sys

from garble_fix.files.faults import StreamError, stream_fault

STANDARD = "-"
"""The name that stands for standard input, and for standard output as an output."""


def secure_standard_descriptors() -> None:
    """Open the null device in the place of each standard descriptor that was closed when we were started.

    Otherwise the next file opened would get the number of, say, standard error, and messages be written to
    it.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number free: this one


def abandon_standard_output() -> None:
    """Give up on standard output, which has failed: what is still in its buffer goes nowhere.

    Python would otherwise try to write it once more when it ends, and complain.
    """
    if sys.stdout is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def read_standard_input() -> bytes:
    """Read all of standard input; `StreamError` where it is closed or can't be read."""
    if sys.stdin is None:
        raise StreamError("standard input: is closed; pipe a text in or give a file")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise stream_fault("standard input", error) from error


def write_standard_output(data: bytes) -> None:
    """Write `data` as it is to standard output.

    Raises `StreamError` where it is closed or full, and `BrokenPipeError` where the reader has gone: that is
    no error to report.
    """
    if sys.stdout is None:
        raise StreamError("standard output: is closed; give a place with --output")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise stream_fault("standard output", error) from error
