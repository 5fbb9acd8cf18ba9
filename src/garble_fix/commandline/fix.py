"""`garble-fix fix`: repair files in place, or show or write the result elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import click

from garble_fix import files
from garble_fix.commandline.options import CONTEXT, Options, history_options, paths_argument, shared_options
from garble_fix.commandline.runner import Job, described, run
from garble_fix.report import fixed_line, left_lines, patch, printable, shown_diff


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
@click.option(
    "--to", "target", metavar="NAME", help="Convert to this encoding, such as utf-8; declarations follow."
)
@shared_options
@history_options
def fix(
    paths: tuple[str, ...], diff: bool, output: str | None, target: str | None, options: Options
) -> int:
    """Repair garbled text in files, in place.

    A PATH of - is standard input, which is written, repaired, to standard output. A file with nothing to
    repair is not written to. The exit code is 1 if garbled text had to be left.
    """
    names = files.without_repeats(paths)
    options = replace(options, target=target)
    if diff:
        if output is not None:
            raise click.UsageError("--diff writes nothing, so it can't go with --output")
        return run("fix", names, options, lambda job: _show_diff(job, options), writes=False)
    write = _writer(names, output, options)

    def write_and_tell(job: Job) -> None:
        _tell(job, write(job), options)

    return run("fix", names, options, write_and_tell, writes=True)


def _writer(names: list[str], output: str | None, options: Options) -> Callable[[Job], str]:
    """Choose how repairs are written, refusing what can't work before anything is.

    The function returned writes one, and gives the name of where it wrote.
    """
    if output is None:
        return lambda job: _replace(job, options)
    if output == files.STANDARD:
        if len(names) > 1:
            raise click.UsageError("standard output takes the result of one input only")
        return _pass_on
    places = files.output_paths(names, output)

    def write_to_place(job: Job) -> str:
        files.write(places[job.source], job.repair.data)
        return str(places[job.source])

    return write_to_place


def _replace(job: Job, options: Options) -> str:
    if job.snapshot is None:
        return _pass_on(job)
    if job.changed:
        files.replace(job.snapshot, job.repair.data)
        if job.snapshot.hard_linked:
            options.screen.note(f"{printable(job.name)}: its other hard links keep the old content")
    return job.name


def _pass_on(job: Job) -> str:
    files.write_standard_output(job.repair.data)
    return job.name


def _tell(job: Job, place: str, options: Options) -> None:
    """Say what was done, and what was left at `place`, on standard error: the result may be on the other."""
    screen = options.screen
    if screen.quiet:
        return
    if options.explain:
        for line in described(job, options):
            screen.err(line)
    if options.target and job.changed:
        screen.err(f"converted {printable(job.name)} to {job.repair.encoding}")
    if job.repair.edits:
        screen.err(fixed_line(job.name, job.repair))
    for line in left_lines(place, job.repair):
        screen.err(line)


def _show_diff(job: Job, options: Options) -> None:
    """Write the diff to standard output: for people to a terminal, else exact, for `patch`."""
    screen = options.screen
    before, repair = job.before, job.repair
    if repair.edits:
        texts = before, repair.text
        if screen.out_is_terminal or screen.out_colored:
            for line, style in shown_diff(job.name, texts, repair.edits):
                screen.out(line, style)
        else:
            files.write_standard_output(patch(job.name, job.data, repair.data, texts, repair.edits))
    if not screen.quiet:
        for line in described(job, options):
            screen.err(line)
