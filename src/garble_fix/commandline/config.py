"""`garble-fix config`: what is in force, and where it is from."""

from __future__ import annotations

import json
from typing import Any

import click
from click.core import ParameterSource

from garble_fix.batch.processors import processors
from garble_fix.commandline.artefacts import artefact_options
from garble_fix.commandline.options import CONTEXT, Options, configured_options, conversion_option
from garble_fix.config import KEYS, Key
from garble_fix.report import printable
from garble_fix.report.summary import NOTHING_LEFT


@click.command(context_settings=CONTEXT)
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(), is_eager=True)
@conversion_option
@configured_options
@artefact_options(converts=True)
def config(paths: tuple[str, ...], to: str | None, options: Options) -> int:
    """Show the settings in force for PATH, by default the current directory, and where each is from.

    What is shown is TOML, as garble-fix.toml could hold it.
    """
    settings, screen = options.settings, options.screen
    screen.out(f"# {printable(str(settings.path)) if settings.path else 'no configuration file'}")
    lines = [(key, _toml(_in_force(key))) for key in KEYS]
    width = max(len(f"{key.name} = {value}") for key, value in lines if len(value) < 40)
    for key, value in lines:
        line = f"{key.name} = {value}" if value else f"# {key.name} is not set"
        screen.out(f"{line.ljust(width)}  # {_origin(key, options)}" if value else line)
    for pattern, values in settings.per_file:
        screen.out(
            f"\n[per-file.{json.dumps(pattern, ensure_ascii=False)}]  # {printable(str(settings.path))}"
        )
        for name, value in values.items():
            screen.out(f"{name} = {_toml(value)}")
    return NOTHING_LEFT


def _in_force(key: Key) -> Any:
    value = click.get_current_context().params[key.parameter]
    return processors() if key.name == "jobs" and value is None else value


def _toml(value: Any) -> str:
    """Write a value as TOML does, which for these types is as JSON does; nothing for `None`."""
    if value is None:
        return ""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _origin(key: Key, options: Options) -> str:
    source = click.get_current_context().get_parameter_source(key.parameter)
    if source is ParameterSource.DEFAULT_MAP:
        return printable(str(options.settings.path))
    if source is ParameterSource.ENVIRONMENT:
        return f"environment, {key.variable}"
    return "command line" if source is ParameterSource.COMMANDLINE else "default"
