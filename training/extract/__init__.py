"""Extractors: each takes the bytes of one file of a package and yields the human text in it.

An extractor knows one file format. Which files it is given, and in which language they are written,
is said in `sources.toml` by a pattern over paths; whether a line is any good is decided later, in
`clean`. So an extractor is a function of bytes and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from training.extract import (
    cantonese,
    catalogs,
    code,
    comments,
    ddtp,
    html,
    json_text,
    man,
    mozilla,
    plain,
    qt,
    rst,
)

Extractor = Callable[[bytes], Iterator[str]]

EXTRACTORS: dict[str, Extractor] = {
    "cantonese-chat": cantonese.chat_lines,
    "code-file": code.whole_file,
    "cjk-code-lines": comments.cjk_lines,
    "docstrings": comments.docstrings,
    "ddtp": ddtp.descriptions,
    "docbook": html.blocks,
    "fortune": plain.fortunes,
    "html": html.blocks,
    "html-in-scripts": html.blocks_in_scripts,
    "json": json_text.strings,
    "json-lists": json_text.strings,
    "javascript-strings": json_text.javascript_strings,
    "lines": plain.lines,
    "markdown": rst.markdown,
    "mediawiki": json_text.mediawiki,
    "mo": catalogs.mo_strings,
    "man": man.paragraphs_from,
    "po": catalogs.po_strings,
    "qm": qt.strings,
    "quran": json_text.quran,
    "rst": rst.paragraphs,
    "verse": json_text.verse,
    "xcd": html.xcd_values,
    "xpi": mozilla.strings,
    "yaml-list": plain.yaml_items,
}
