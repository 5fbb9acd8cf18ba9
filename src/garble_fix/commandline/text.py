"""`garble-fix text`: what a pasted string may once have been."""

from __future__ import annotations

import os
import sys

import click

from garble_fix import files
from garble_fix.commandline.options import CONTEXT, PROGRAM, Options, shared_options
from garble_fix.commandline.runner import report_defect
from garble_fix.errors import FileError, GarbleFixError, UnknownCodePageError
from garble_fix.report import candidate_table, explain_edit, printable, span_lines, text_before
from garble_fix.report.summary import FAILED, NOTHING_LEFT

_NAME = "<text>"


@click.command(context_settings=CONTEXT)
@click.argument("text", metavar="[TEXT]", default=files.STANDARD)
@click.option(
    "-n",
    "--limit",
    metavar="COUNT",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Show so many candidates.",
)
@shared_options
def text(text: str, limit: int, options: Options) -> int:
    """Show what a pasted string may have been.

    The likeliest comes first, each with its probability, its log-odds in nats, the damage, the language, and
    the text. Without a TEXT, or where it is -, standard input is read. Damage is written in the order in
    which it happened; a damage of - means that nothing is wrong. The exit code is 0 whatever the answer.
    """
    try:
        _show(text, limit, options)
    except BrokenPipeError:  # the reader has seen enough
        files.abandon_standard_output()
    except UnknownCodePageError as error:
        raise click.BadParameter(str(error), param_hint="--encoding") from error
    except GarbleFixError:
        raise
    except Exception as error:  # a defect of ours, or memory exhausted
        report_defect(_NAME, error, options)
        return FAILED
    return NOTHING_LEFT


def _show(text: str, limit: int, options: Options) -> None:
    from garble_fix import candidates, repair_text  # noqa: PLC0415 - slower to import than --help may be

    given = _given(text, options)
    if not given:
        return
    screen = options.screen
    found = candidates(given, limit=limit)
    for line in candidate_table(found, log_probs=options.explain) if found else ():
        screen.out(line)
    if options.explain:
        repair = repair_text(given, holes=options.holes)
        for edit, line in span_lines(_NAME, given, repair):
            for explained in explain_edit(line, edit, candidates(edit.before, limit=limit)):
                screen.out(explained)


def _given(argument: str, options: Options) -> str:
    """Take the text from the argument or standard input, decoding it where it isn't text yet."""
    if argument != files.STANDARD:
        try:
            argument.encode()
        except UnicodeEncodeError:  # bytes of the command line that are not UTF-8 arrive as lone surrogates
            return _decoded(os.fsencode(argument), "the argument", options)
        return argument
    if sys.stdin is not None and sys.stdin.isatty():
        options.screen.err(f"{PROGRAM}: reading standard input; end it with Ctrl-D")
    decoded = _decoded(files.read_standard_input(), "standard input", options)
    # The line end that echo adds, or the one after a pasted line, is no part of the string in question.
    return decoded.removesuffix("\n").removesuffix("\r")


def _decoded(data: bytes, what: str, options: Options) -> str:
    if options.encoding is None:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    from garble_fix import repair_bytes  # noqa: PLC0415

    repair = repair_bytes(data, encoding=options.encoding)
    if repair.binary:
        raise FileError(f"{what}: is not text; name its encoding with --encoding if it is")
    if options.encoding is None:
        read_as = printable(repair.encoding)
        options.screen.err(f"{PROGRAM}: {what} is not UTF-8; read as {read_as} (--encoding says otherwise)")
    return text_before(repair.text, repair.edits)
