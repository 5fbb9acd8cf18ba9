"""`garble-fix check`: say where text is garbled, and write nothing."""

from __future__ import annotations

import click

from garble_fix import files
from garble_fix.commandline.artefacts import artefact_options, left
from garble_fix.commandline.options import CONTEXT, Options, history_options, paths_argument, shared_options
from garble_fix.commandline.runner import Job, described, run


@click.command(context_settings=CONTEXT)
@paths_argument
@shared_options
@history_options
@artefact_options(converts=False)
def check(paths: tuple[str, ...], options: Options) -> int:
    """Say where text is garbled, and write nothing.

    Each line gives PATH:LINE:COLUMN, the damage and its probability, before and after. A PATH of - is
    standard input. The exit code is 1 if anything is garbled, and with --quiet the only
    answer. Artefacts that no decoder made and that no option asks for are told in a line for each kind on
    standard error, and are no reason for an exit code of 1.
    """

    def show(job: Job) -> None:
        if not options.screen.quiet:
            for line in described(job, options):
                options.screen.out(line)
            if options.artefacts:
                for line in left(job, options.artefacts):
                    options.screen.err(line)

    return run("check", files.without_repeats(paths), options, show, writes=False)
