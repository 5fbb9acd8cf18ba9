"""Language packs of Firefox and Thunderbird: Fluent, properties and DTD files in a zip."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.archives import zip_members_of
from training.extract.common import decode, interface_strings, join_wrapped

_FLUENT_COMMENT = re.compile(r"(?m)^#.*$")
_FLUENT = re.compile(r"(?m)=[ \t]*(.*(?:\n[ \t]+(?![ \t.\[*}]).*)*)")
_PLACEABLE = re.compile(r"\{[^}]*\}")
_PROPERTY = re.compile(r"(?m)^[^#=\n]+=(.*)$")
_ENTITY = re.compile(r"<!ENTITY\s+\S+\s+\"([^\"]*)\"")


def strings(data: bytes) -> Iterator[str]:
    """Yield the translated strings of a language pack."""
    yield from interface_strings(_translations(data))


def _translations(data: bytes) -> Iterator[str]:
    for path, content in zip_members_of(data, lambda path: path.endswith((".ftl", ".properties", ".dtd"))):
        text = decode(content)
        if path.endswith(".ftl"):
            for value in _FLUENT.findall(_FLUENT_COMMENT.sub("", text)):
                yield _PLACEABLE.sub("", join_wrapped(value))
        else:
            yield from (_PROPERTY if path.endswith(".properties") else _ENTITY).findall(text)
