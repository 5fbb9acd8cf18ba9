"""`garble-fix check`: say where text is garbled, and write nothing."""

from __future__ import annotations

import click

from garble_fix.commandline.options import CONTEXT, Options, configured_options, paths_argument
from garble_fix.commandline.runner import run
from garble_fix.commandline.standard import stdin_option


@click.command(context_settings=CONTEXT)
@paths_argument
@stdin_option
@configured_options
def check(paths: tuple[str, ...], stdin_filename: str, options: Options) -> int:
    """Say where text is garbled, and write nothing.

    Directories are searched. Each line gives PATH:LINE:COLUMN, the damage and its probability, before and after. A
    PATH of - is standard input. The exit code is 1 if anything is garbled, and with --quiet the only answer.
    """
    return run("check", paths, options, stdin_name=stdin_filename)
