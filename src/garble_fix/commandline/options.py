"""The options that commands share, gathered into one immutable `Options`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Literal, TypeVar

import click

from garble_fix.report import Screen
from garble_fix.report.screen import ColorChoice

PROGRAM = "garble-fix"

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

Command = TypeVar("Command", bound=Callable[..., Any])

paths_argument = click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())


@dataclass(frozen=True, slots=True)
class Options:
    """What the shared options say. `encoding` of `None` means: detect it."""

    screen: Screen
    holes: Literal["mark", "guess"]
    encoding: str | None
    explain: bool
    history: int = 0
    """How many versions of a file in its git history are looked at; none if 0."""
    target: str | None = None
    """The encoding that is written, where it is not that of the input."""


def shared_options(command: Command) -> Command:
    """Add the shared options to `command`, which gets them as its argument `options`."""

    @wraps(command)
    def with_options(
        *arguments: Any,
        holes: Literal["mark", "guess"],
        encoding: str | None,
        explain: bool,
        quiet: bool,
        verbose: bool,
        color: ColorChoice,
        **rest: Any,
    ) -> Any:
        if quiet and verbose:
            raise click.UsageError("--quiet and --verbose contradict each other")
        screen = Screen(color, quiet=quiet, verbose=verbose)
        return command(*arguments, options=Options(screen, holes, encoding, explain), **rest)

    decorated: Any = with_options
    for option in reversed(_SHARED):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def history_options(command: Command) -> Command:
    """Add the options on git histories to `command`, which has the shared options too."""

    @wraps(command)
    def with_history(
        *arguments: Any, options: Options, history: bool, history_depth: int, **rest: Any
    ) -> Any:
        if history:
            options = replace(options, history=history_depth)
        return command(*arguments, options=options, **rest)

    decorated: Any = with_history
    for option in reversed(_HISTORY):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


_SHARED = (
    click.option(
        "--holes",
        type=click.Choice(["mark", "guess"]),
        default="mark",
        show_default=True,
        help="Where bytes were lost: mark what is not sure with U+FFFD, or guess everywhere.",
    ),
    click.option("--encoding", metavar="NAME", help="The encoding of the input, instead of detecting it."),
    click.option(
        "--explain", is_flag=True, help="Show for every span the candidates and their log-probabilities."
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
    click.option("-v", "--verbose", is_flag=True, help="Also say what was skipped, and count files."),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Use colors; auto: on a terminal, and NO_COLOR is not set.",
    ),
)

_HISTORY = (
    click.option(
        "--history/--no-history",
        default=True,
        show_default=True,
        help="Restore damaged lines from older versions of the file in its git repository.",
    ),
    click.option(
        "--history-depth",
        metavar="COUNT",
        type=click.IntRange(min=1),
        default=1000,
        show_default=True,
        help="Look at so many versions of a file.",
    ),
)
