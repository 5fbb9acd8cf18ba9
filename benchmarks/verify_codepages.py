"""Compare every entry of the code pages with what other decoders have, and print a table of the differences.

Oracles: Node's `TextDecoder` with full ICU, whose `gbk`, `big5` and single-byte decoders are Windows'
tables (Node 20; not what browsers do); glibc's WINDOWS-31J charmap for which of several byte pairs Windows
writes.  Neither is needed to build or test the project.  Differences that are known are explained here.

    python benchmarks/verify_codepages.py
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

from garble_fix.codepages import get

# Label of the decoder in Node, our page, and why some entries differ.
DECODERS = {
    "gbk": ("cp936", ""),
    "big5": ("cp950", ""),
    "shift_jis": ("cp932", "ICU has IBM's 943 here, which reads 80, A0 and FD-FF as nothing"),
    "euc-kr": ("cp949", "ICU has plain KS X 1001 here, without the Unified Hangul Code"),
    "windows-1250": ("cp1250", ""),
    "windows-1251": ("cp1251", ""),
    "windows-1252": ("cp1252", "Node 20 reads 80-9F as Latin-1"),
    "windows-1253": ("cp1253", "ICU reads AA as ª and D2, FF as nothing"),
    "windows-1254": ("cp1254", ""),
    "windows-1255": ("cp1255", "ICU reads the bytes of private use as nothing"),
    "windows-1256": ("cp1256", ""),
    "windows-1257": ("cp1257", "ICU reads the bytes of private use as nothing"),
    "windows-1258": ("cp1258", ""),
    "windows-874": ("cp874", ""),
    "iso-8859-2": ("iso-8859-2", ""),
    "iso-8859-5": ("iso-8859-5", ""),
    "iso-8859-15": ("iso-8859-15", ""),
    "koi8-r": ("koi8-r", ""),
    "ibm866": ("cp866", "IBM's 866 exchanges 1A, 1C and 7F"),
    "macintosh": ("mac-roman", ""),
    "x-mac-cyrillic": ("mac-cyrillic", ""),
}
SCRIPT = """
const tables = {};
for (const label of JSON.parse(process.argv[1])) {
  const decoder = new TextDecoder(label), table = {};
  for (let a = 0; a < 256; a++) {
    table[a] = decoder.decode(new Uint8Array([a]));
    for (let b = 0x40; b < 255; b++) table[a * 256 + b] = decoder.decode(new Uint8Array([a, b]));
  }
  tables[label] = table;
}
console.log(JSON.stringify(tables));
"""


def ours(page: str, number: int) -> str | None:
    data = bytes((number,)) if number < 256 else number.to_bytes(2, "big")
    try:
        return get(page).decode(data)
    except UnicodeDecodeError:
        return None


def compare_with_node() -> None:
    node = shutil.which("node")
    if node is None:
        print("node is not installed: nothing to compare with")
        return
    command = [node, "-e", SCRIPT, json.dumps(list(DECODERS))]
    tables = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"{'decoder':14} {'page':13} {'same':>6} {'other':>6} {'they':>6} {'we':>6}  why")
    for label, (page, why) in DECODERS.items():
        same = other = they = we = 0
        for number, theirs in ((int(key), value) for key, value in tables[label].items()):
            if number < 256 or get(page).lead(number >> 8):
                mine, its = ours(page, number), None if "\ufffd" in theirs else theirs
                same += mine == its
                other += mine != its and None not in (mine, its)
                they += mine is None and its is not None
                we += mine is not None and its is None
        print(f"{label:14} {page:13} {same:6} {other:6} {they:6} {we:6}  {why}")


def compare_with_glibc() -> None:
    charmap = Path("/usr/share/i18n/charmaps/WINDOWS-31J.gz")
    if not charmap.exists():
        print("the charmaps of glibc (package locales) are not installed: nothing to compare with")
        return
    lines = gzip.decompress(charmap.read_bytes()).decode("utf-8", "replace").splitlines()
    entries = (re.match(r"<U([0-9A-F]+)>\s+((?:/x[0-9a-f]{2})+)", line) for line in lines)
    wrong = 0
    for entry in filter(None, entries):
        char, written = chr(int(entry[1], 16)), bytes.fromhex(entry[2].replace("/x", ""))
        try:
            wrong += get("cp932").encode(char) != written
        except UnicodeEncodeError:
            wrong += 1
    print(f"\ncp932 writes {wrong} characters otherwise than glibc's WINDOWS-31J")


if __name__ == "__main__":
    compare_with_node()
    compare_with_glibc()
