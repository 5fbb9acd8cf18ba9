"""The 192 byte pairs that browsers read as Big5 and that Python's big5hkscs does not have.

Source: index-big5 of the Encoding Standard (https://encoding.spec.whatwg.org/), read through the npm
package text-encoding 0.7.0: HKSCS-2008 and the control pictures and euro sign of ETen.
"""

from __future__ import annotations

# Runs of characters, each after the byte pair of its first; trail bytes go from 7E on to A1.
_RUNS = (
    "877A㡵𡵓𣚞𦀡㻬𥣞㫵竼龗𤅡𨤍𣇪 87A8𠪊𣉞䌊蒄龖鐯䤰蘓墖靊鈘秐 87B4稲晠権袝瑌篅枂稬剏遆㓦珄 "
    "87C0𥶹瓆鿇垳䤯呌䄱𣚎堘穲𧭥讏 87CC䚮𦺈䆁𥶙箮𢒼鿈𢓁𢓉𢓌鿉蔄 87D8𣖻䂴鿊䓡𪷿拁灮鿋 8E69箸 8E6F簆 "
    "8E7E糎 8EAB緒 8EB4縝 8ECD者 8ED0耨 8F57菁 8F69蒨 8F6E萏 8FCB覦覩 8FFE起 906D都 907A銹 90DC靜 "
    "90F1響 91BF鼖 9244蔃 92AF兙兛兝兞 92C8鍮 92D1瑹 9447浧 94CA禛 95D9邗 9644靝 96ED瀞 96FC嬨 "
    "9B76爁 9B78矗 9B7B纇 9BC6駖 9BDE釔 9BEC惞 9BF6澶 9C42輶 9C53侻 9C62營 9C68鄄 9C6B鷰 9C77菏 "
    "9CBC尐秣 9CD0婧 9D57輋 9D5A筑 9DC4拐 9EA9恢 9EEF痹 9EFD汊 9F60鬮 9F66鼗 9FCB僭 9FD8弌 A063蠏 "
    "A077拎 A0D5瑨 A0DF煢 A0E4牐 A3C0␀␁␂␃␄␅␆␇␈␉␊␋ A3CC␌␍␎␏␐␑␒␓␔␕␖␗ A3D8␘␙␚␛␜␝␞␟␡€ C6CF廴 C6D3无 "
    "C6D5癶 C6D7隶 C6DE〃仝 FA5F倩 FA66偽 FABD包 FAC5卄 FAD5卿 FB48嘅 FBB8婷 FBF3幵 FBF9廐 FC4F彘 "
    "FC6C悤 FCB9撐 FCE2晴 FCF1杞 FDB7沜渝 FDBB港 FDF1煮 FE52猪 FE6F瑜 FEAA瓩 FEDD砉 "
)


def pairs() -> dict[int, str]:
    """Return the characters by byte pair, lead byte first."""
    mapping: dict[int, str] = {}
    for run in _RUNS.split():
        pair = int(run[:4], 16)
        for char in run[4:]:
            mapping[pair] = char
            pair += 0xA1 - 0x7E if pair & 0xFF == 0x7E else 1
    return mapping


INSTEAD = {
    "•": "‧",
    "､": "﹑",
    "‾": "¯",
    "∼": "～",
    "♁": "⊕",
    "☉": "⊙",
    "¥": "￥",
    "¢": "￠",
    "£": "￡",
}
"""Characters that big5hkscs reads, and what browsers read in their place."""
