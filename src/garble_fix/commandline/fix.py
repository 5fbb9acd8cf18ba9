"""`garble-fix fix`: repair files in place, or show or write the result elsewhere."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from garble_fix import files
from garble_fix.batch.discovery import searches
from garble_fix.commandline.artefacts import artefact_options
from garble_fix.commandline.asking import ask, require_terminal
from garble_fix.commandline.options import (
    CONTEXT,
    Options,
    configured_options,
    conversion_option,
    paths_argument,
)
from garble_fix.commandline.runner import run
from garble_fix.commandline.standard import stdin_option


@click.command(context_settings=CONTEXT)
@paths_argument
@click.option(
    "--diff", is_flag=True, help="Write nothing; show the diff. Exit code 1 if anything is garbled."
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Write to this file, or of several inputs to this directory; - is standard output.",
)
@conversion_option
@click.option(
    "-i", "--interactive", is_flag=True, help="Ask what stood where bytes were lost and nothing is sure."
)
@stdin_option
@configured_options
@artefact_options(converts=True)
def fix(
    paths: tuple[str, ...],
    diff: bool,
    output: str | None,
    to: str | None,
    interactive: bool,
    stdin_filename: str,
    options: Options,
) -> int:
    """Repair garbled text in files, in place.

    Directories are searched. A PATH of - is standard input, which is written, repaired, to standard output. A file
    with nothing to repair is not written to, and what is overwritten is kept: garble-fix undo puts it back. The exit
    code is 1 if garbled text had to be left.
    """
    asked = _asker(paths, options) if interactive else {}
    if diff:
        if output is not None:
            raise click.UsageError("--diff writes nothing, so it can't go with --output")
        return run("diff", paths, options, stdin_name=stdin_filename, to=to, **asked)
    if interactive and to:
        raise click.UsageError("--interactive can't go with --to; convert first")
    changes = {"stdin_name": stdin_filename, **asked, **_destination(paths, output)}
    return run("fix", paths, options, to=to, **changes)


def _asker(paths: tuple[str, ...], options: Options) -> dict[str, Any]:
    """Have a person asked about holes, refusing where that can't be."""
    if files.STANDARD in paths or options.holes == "guess" or options.screen.quiet:
        raise click.UsageError("--interactive can't go with standard input, --holes guess or --quiet")
    require_terminal()
    return {"ask": partial(ask, screen=options.screen)}


def _destination(paths: tuple[str, ...], output: str | None) -> dict[str, Any]:
    """Choose where repairs are written, refusing what can't work before anything is."""
    if output is None:
        return {}
    if searches(paths):
        files.refuse_output_within(paths, output)
        return {"mirrored": Path(output)}
    names = files.without_repeats(paths)
    if output == files.STANDARD:
        if len(names) > 1:
            raise click.UsageError("standard output takes the result of one input only")
        return {"to_standard_output": True}
    return {"outputs": files.output_paths({name: Path(name).name for name in names}, output)}
