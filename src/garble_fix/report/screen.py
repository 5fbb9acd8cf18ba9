"""Writing to people: safe on any terminal, in any encoding, coloured only where somebody looks."""

from __future__ import annotations

import codecs
import contextlib
import enum
import os
import sys
from typing import IO, Literal

import click

from garble_fix.files import stream_fault
from garble_fix.report.escape import escape

ColorChoice = Literal["auto", "always", "never"]

_SUBSTITUTES = {"→": "->", "…": "..."}
_ERRORS = "garble-fix-visible"


class Style(enum.Enum):
    """What a piece of text is, from which its colour follows."""

    PLAIN = enum.auto()
    PLACE = enum.auto()
    REMOVED = enum.auto()
    ADDED = enum.auto()
    HEADING = enum.auto()
    FAILURE = enum.auto()


_COLORS: dict[Style, dict[str, str | bool]] = {
    Style.PLAIN: {},
    Style.PLACE: {"bold": True},
    Style.REMOVED: {"fg": "red"},
    Style.ADDED: {"fg": "green"},
    Style.HEADING: {"fg": "cyan"},
    Style.FAILURE: {"fg": "red", "bold": True},
}


class Screen:
    """Standard output for results and standard error for messages.

    Text handed to `out` and `err` must be escaped (`printable`). What the stream's encoding can't hold, as on
    a GBK console or in the C locale, is written as an escape: printing never fails for that. `quiet` drops
    the messages but not `failure`s, `verbose` lets `note`s through.
    """

    def __init__(self, color: ColorChoice = "auto", *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self._out = _prepared(sys.stdout)
        self._err = _prepared(sys.stderr)
        self.out_colored = _wants_color(self._out, color)
        self.err_colored = _wants_color(self._err, color)

    @property
    def out_is_terminal(self) -> bool:
        """Whether somebody is looking at standard output."""
        return self._out is not None and self._out.isatty()

    @property
    def err_is_terminal(self) -> bool:
        """Whether somebody is looking at standard error."""
        return self._err is not None and self._err.isatty()

    def out(self, text: str, style: Style = Style.PLAIN) -> None:
        """Write a line of result to standard output.

        Raises `BrokenPipeError` where the reader has gone, `StreamError` where it can't be written to.
        """
        try:
            _write(self._out, text, style, colored=self.out_colored)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise stream_fault("standard output", error) from error

    def err(self, text: str, style: Style = Style.PLAIN) -> None:
        """Write a line of message to standard error, unless quiet."""
        if not self.quiet:
            self._write_err(text, style)

    def note(self, text: str) -> None:
        """Write a line to standard error that only the curious want."""
        if self.verbose:
            self.err(f"garble-fix: {text}")

    def failure(self, text: str) -> None:
        """Write one line about something that went wrong; `quiet` does not hold it back."""
        self._write_err(f"garble-fix: {text}", Style.FAILURE)

    def _write_err(self, text: str, style: Style) -> None:
        # Where standard error fails there is nobody left to tell, and the work is worth finishing.
        with contextlib.suppress(OSError):
            _write(self._err, text, style, colored=self.err_colored)


def _write(stream: IO[str] | None, text: str, style: Style, *, colored: bool) -> None:
    if stream is None:  # closed before we were started
        return
    if colored and style is not Style.PLAIN:
        text = click.style(text, **_COLORS[style])  # type: ignore[arg-type]
    click.echo(text, file=stream, color=colored)


def _prepared(stream: IO[str] | None) -> IO[str] | None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=_ERRORS)
    return stream


def _wants_color(stream: IO[str] | None, color: ColorChoice) -> bool:
    if color != "auto" or stream is None:
        return color == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _visible(error: UnicodeError) -> tuple[str, int]:
    """Stand in for characters the encoding doesn't have: our own signs in ASCII, others as escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_SUBSTITUTES.get(c) or escape(c) for c in lost), error.end


codecs.register_error(_ERRORS, _visible)
