"""`garble-fix check`: say where text is garbled, and write nothing."""

from __future__ import annotations

import click

from garble_fix.commandline.artefacts import artefact_options
from garble_fix.commandline.options import CONTEXT, Options, configured_options, paths_argument
from garble_fix.commandline.runner import run
from garble_fix.commandline.standard import stdin_option


@click.command(context_settings=CONTEXT)
@paths_argument
@stdin_option
@configured_options
@artefact_options(converts=False)
def check(paths: tuple[str, ...], stdin_filename: str, options: Options) -> int:
    """Say where text is garbled, and write nothing.

    Directories are searched. Each line gives PATH:LINE:COLUMN, the damage and its probability, before and after. A
    PATH of - is standard input. The exit code is 1 if anything is garbled, and with --quiet the only answer.
    Artefacts that no decoder made and that no option asks for are told in a line for each kind on standard error, and
    are no reason for an exit code of 1.
    """
    return run("check", paths, options, stdin_name=stdin_filename)
