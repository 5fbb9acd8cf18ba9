"""The option that says what standard input is."""

from __future__ import annotations

import click

stdin_option = click.option(
    "--stdin-filename",
    metavar="NAME",
    default="<stdin>",
    help="What standard input is called in messages, and by patterns in the configuration.",
)
