"""The options that commands share, made from the table of settings, and gathered into one immutable value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click
from click.core import ParameterSource

from garble_fix.config import KEYS, Key, Kind, Settings, find, load
from garble_fix.errors import GarbleFixError
from garble_fix.report import Screen

if TYPE_CHECKING:
    from garble_fix.artefacts import Artefacts

PROGRAM = "garble-fix"

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

Command = TypeVar("Command", bound=Callable[..., Any])

paths_argument = click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(), is_eager=True
)

SHARED = ("holes", "encoding", "explain", "quiet", "verbose", "color")
"""The settings that every command has that repairs anything."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the options, the environment and the configuration say together; `values` by the names of settings.

    `sources` say of each where its value is from.
    """

    screen: Screen
    values: Mapping[str, Any]
    settings: Settings
    sources: Mapping[str, ParameterSource] = field(default_factory=dict)
    artefacts: Artefacts | None = None
    """Which artefacts are put right; `None`: those that are by default."""

    @property
    def holes(self) -> Literal["mark", "guess"]:
        """What becomes of places where bytes were lost."""
        return "guess" if self.values["holes"] == "guess" else "mark"

    @property
    def encoding(self) -> str | None:
        """The encoding that was named; `None` means: detect it."""
        encoding = self.values["encoding"]
        return None if encoding is None else str(encoding)

    @property
    def explain(self) -> bool:
        """Whether to show what led to each decision."""
        return bool(self.values["explain"])


def shared_options(command: Command) -> Command:
    """Add the settings in `SHARED` to `command`, which gets them as its argument `options`; no file is consulted."""
    return _with_settings(command, [key for key in KEYS if key.name in SHARED])


def configured_options(command: Command) -> Command:
    """Add all settings to `command`, with the configuration file as their default; it must have `paths_argument`."""
    decorated: Any = _with_settings(command, [key for key in KEYS if not key.elsewhere])
    for option in (_ISOLATED, _CONFIG):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def _with_settings(command: Command, keys: list[Key]) -> Command:
    @wraps(command)
    def with_options(*arguments: Any, **given: Any) -> Any:
        context = click.get_current_context()
        values = {key.name: given.pop(key.parameter) for key in keys}
        sources = {
            key.name: context.get_parameter_source(key.parameter) or ParameterSource.DEFAULT for key in keys
        }
        quiet, verbose = _talk(values, sources)
        screen = Screen(values["color"], quiet=quiet, verbose=verbose)
        settings = context.meta.get(_SETTINGS) or Settings(None, Path.cwd())
        given.pop("config", None)
        given.pop("isolated", None)
        return command(*arguments, options=Options(screen, values, settings, sources), **given)

    decorated: Any = with_options
    for key in reversed(keys):
        decorated = _option(key)(decorated)
    return decorated  # type: ignore[no-any-return]


def _talk(values: Mapping[str, Any], sources: Mapping[str, ParameterSource]) -> tuple[bool, bool]:
    """Decide between quiet and verbose: where both are asked for, the nearer source wins."""
    quiet, verbose = values["quiet"], values["verbose"]
    if quiet and verbose:
        first, second = sources["quiet"], sources["verbose"]
        if first == second:
            raise click.UsageError("--quiet and --verbose contradict each other")
        quiet = first.value < second.value
        verbose = not quiet
    return quiet, verbose


def _option(key: Key) -> Callable[[Any], Any]:
    name = f"--{key.name}"
    short = [f"-{key.short}"] if key.short else []
    shared: dict[str, Any] = {"envvar": key.variable, "default": key.default, "help": key.help}
    if key.kind is Kind.SWITCH:
        return click.option(*short, name, is_flag=True, **shared)
    if key.kind is Kind.FLAG:
        return click.option(f"{name}/--no-{key.name}", show_default=True, **shared)
    shared["metavar"] = key.metavar
    if key.kind is Kind.TEXTS:
        return click.option(name, multiple=True, **shared)
    if key.kind is Kind.COUNT:
        return click.option(
            *short, name, type=click.IntRange(min=1), show_default=key.default is not None, **shared
        )
    if key.kind is Kind.CHOICE:
        shared.pop("metavar")
        return click.option(
            name, type=click.Choice(key.choices), show_default=key.default is not None, **shared
        )
    return click.option(name, **shared)


conversion_option = _option(next(key for key in KEYS if key.name == "to"))
"""Adds `--to` to a command that can write another encoding, which gets it as its argument `to`."""

_SETTINGS = f"{__name__}.settings"


def _configure(context: click.Context, _: click.Parameter, named: str | None) -> str | None:
    """Make what the configuration file says the defaults of the options."""
    if context.resilient_parsing or context.params.get("isolated"):
        return named
    paths = context.params.get("paths") or ()
    path = Path(named).absolute() if named else find([path for path in paths if path != "-"])
    if path is None:
        return named
    try:
        settings = load(path)
    except GarbleFixError as error:
        raise click.UsageError(str(error)) from error
    context.meta[_SETTINGS] = settings
    defaults = {name.replace("-", "_"): value for name, value in settings.values.items()}
    if context.command.name == "check":
        defaults.pop("script", None)  # there it is no conversion
    context.default_map = {**(context.default_map or {}), **defaults}
    return named


_CONFIG = click.option(
    "--config",
    metavar="FILE",
    envvar="GARBLE_FIX_CONFIG",
    is_eager=True,
    callback=_configure,
    help="Read this configuration instead of the nearest garble-fix.toml or pyproject.toml.",
)

_ISOLATED = click.option("--isolated", is_flag=True, is_eager=True, help="Read no configuration file.")
