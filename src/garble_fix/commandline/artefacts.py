"""The options on artefacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from garble_fix.artefacts import Artefacts
    from garble_fix.commandline.options import Options

_SCRIPTS = ["keep", "auto", "simplified", "traditional", "tw", "hk"]
_PROFILES = ["default", "web-corpus"]


def artefact_options(*, converts: bool) -> Callable[[Callable[..., Any]], Any]:
    """Add the options on artefacts to a command, which has the shared options too.

    Without `converts`, `--script` is a flag: inconsistent characters are looked for, and nothing is converted.
    """

    def add(command: Callable[..., Any]) -> Any:
        @wraps(command)
        def with_artefacts(
            *arguments: Any,
            options: Options,
            profile: str,
            pinyin: bool | None,
            shifted: bool | None,
            script: str | bool | None,
            punctuation: bool | None,
            compat: bool | None,
            **rest: Any,
        ) -> Any:
            given: dict[str, Any] = {"pinyin": pinyin, "shifted": shifted}
            given |= {"punctuation": punctuation, "compat": compat}
            given["script"] = ("consistent" if script else None) if isinstance(script, bool) else script
            chosen = _chosen(profile, {name: value for name, value in given.items() if value is not None})
            return command(*arguments, options=replace(options, artefacts=chosen), **rest)

        decorated: Any = with_artefacts
        for option in reversed((*_OPTIONS, _CONVERSION if converts else _CONSISTENCY)):
            decorated = option(decorated)
        return decorated

    return add


def _chosen(profile: str, given: dict[str, Any]) -> Artefacts | None:
    if profile == "default" and not given:
        return None  # and nothing need be imported
    from garble_fix.artefacts import PROFILES, han  # noqa: PLC0415

    chosen = replace(PROFILES[profile], **given)
    if chosen.script != "keep":
        han.require()
    return chosen


_OPTIONS = (
    click.option(
        "--profile",
        envvar="GARBLE_FIX_PROFILE",
        type=click.Choice(_PROFILES),
        default="default",
        show_default=True,
        help="Which artefacts that no decoder made to put right: what converters left; or, for text from the web, "
        "all (as --script auto --punctuation --compat).",
    ),
    click.option(
        "--pinyin/--no-pinyin",
        envvar="GARBLE_FIX_PINYIN",
        default=None,
        help="Remove pinyin that a converter left in brackets.",
    ),
    click.option(
        "--shifted/--no-shifted",
        envvar="GARBLE_FIX_SHIFTED",
        default=None,
        help="Put right what such a converter paired one byte too late.",
    ),
    click.option(
        "--punctuation/--no-punctuation",
        envvar="GARBLE_FIX_PUNCTUATION",
        default=None,
        help="Restore full-width punctuation where it was flattened to ASCII.",
    ),
    click.option(
        "--compat/--no-compat",
        envvar="GARBLE_FIX_COMPAT",
        default=None,
        help="Replace radicals, compatibility and private-use characters that stand for others.",
    ),
)

_CONVERSION = click.option(
    "--script",
    envvar="GARBLE_FIX_SCRIPT",
    type=click.Choice(_SCRIPTS),
    default=None,
    help="Convert Chinese to this script, by words; auto: only what was converted from Simplified by characters, back. "
    "Needs garble-fix[han].",
)

_CONSISTENCY = click.option(
    "--script",
    is_flag=True,
    default=None,
    help="Report Han characters that are not of the script of the text around them. Needs garble-fix[han].",
)
