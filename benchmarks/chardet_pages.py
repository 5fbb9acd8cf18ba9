"""Read the test pages that chardet publishes, each in the encoding that its folder says.

    python -m benchmarks.chardet_pages [--show]

The pages, found in the web by those who wrote chardet and its forerunner in Mozilla, are in the source package of
chardet 5.2, which pip downloads from the registry. A page is right if the encoding that a detector names decodes it to
the text that an encoding of its folder does. Bytes that this encoding does not know stay bytes in both.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

import chardet

import garble_fix
from benchmarks.detect import DETECTORS
from benchmarks.markdown import table
from garble_fix.detect import BINARY, detect
from garble_fix.detect.encodings import canonical, mark_of, read

CACHE: Final = Path(__file__).resolve().parent.parent / "build" / "chardet"
VERSION: Final = "5.2.0"
FOLDERS: Final = {
    "GB2312": ("gb18030",), "Big5": ("cp950", "big5hkscs"), "SHIFT_JIS": ("cp932",), "EUC-JP": ("euc-jp",),
    "EUC-KR": ("cp949",), "KOI8-R": ("koi8-r",), "windows-1251-bulgarian": ("cp1251",),
    "windows-1251-russian": ("cp1251",),
}  # fmt: skip
"""The folders of pages in East Asian and Cyrillic encodings, and the code pages that hold all of each.

Big5 is that of Windows or of Hong Kong: they have five symbols, such as the tilde, in two shapes."""


def pages() -> Iterator[tuple[str, str, bytes]]:
    """Yield the folder, the name and the bytes of each page."""
    CACHE.mkdir(parents=True, exist_ok=True)
    archive = CACHE / f"chardet-{VERSION}.tar.gz"
    if not archive.exists():
        download = ["download", "--quiet", "--no-deps", "--no-binary", "chardet"]
        subprocess.run(
            [sys.executable, "-m", "pip", *download, "--dest", str(CACHE), f"chardet=={VERSION}"], check=True
        )
    named = {folder.lower(): folder for folder in FOLDERS}
    with tarfile.open(archive) as package:
        for member in package:
            path = PurePosixPath(member.name)
            file = package.extractfile(member) if member.isfile() else None
            if file and path.parts[1] == "tests" and path.parent.name.lower() in named:
                yield named[path.parent.name.lower()], path.name, file.read()


def by_ours(data: bytes) -> str:
    found = detect(data)
    return "" if found.encoding == BINARY else read(found.encoding, data[len(found.bom) :])[0]


def by_chardet(data: bytes) -> str:
    name = canonical(chardet.detect(data)["encoding"] or "ascii", data)
    return read(name, data[len(mark_of(data, name)) :])[0]


def examination(*, show: bool = False) -> str:
    """The table in Markdown."""
    rows: dict[str, list[list[bool]]] = defaultdict(list)
    for folder, name, data in sorted(pages()):
        expected = [read(page, data)[0] for page in FOLDERS[folder]]
        rows[folder].append([by_ours(data) in expected, _is_right(data, expected)])
        if show and not rows[folder][-1][0]:
            print(folder, name, detect(data).encoding)
    head = ["pages read right", "pages", f"garble-fix {garble_fix.__version__}", list(DETECTORS)[1]]
    return table(
        head,
        [
            (folder, str(len(flags)), *(str(sum(column)) for column in zip(*flags, strict=True)))
            for folder, flags in rows.items()
        ],
    )


def _is_right(data: bytes, expected: list[str]) -> bool:
    try:
        return by_chardet(data) in expected
    except (UnicodeDecodeError, garble_fix.UnknownCodePageError):
        return False


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="name the pages that were read wrong")
    print(examination(show=parser.parse_args().show))


if __name__ == "__main__":
    main()
