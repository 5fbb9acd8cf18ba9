"""From the many ways to write a locale to the name of one of our languages.

The names are those of the model: `zh-Hans`, `zh-Hant`, and the shortest ISO codes for the others. Hong
Kong's Chinese is `zh-Hant` too, but is kept in files of its own (see `variant`).
"""

from __future__ import annotations

CJK = ("zh-Hans", "zh-Hant", "ja", "ko")
ALPHABETIC = (
    "ar", "be", "bg", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hr", "hu", "it",
    "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sr", "sv", "th", "tr", "uk", "vi",
)  # fmt: skip
# Languages for which there is little text; of these, not much is taken (see `corpus`).
SMALL = (
    "bn", "ca", "cy", "eo", "et", "eu", "fil", "ga", "gd", "gl", "hi", "hy", "id", "is", "ka", "kk", "lt",
    "lv", "mk", "mn", "ms", "sl", "sq", "ta", "te", "ur",
)  # fmt: skip
LANGUAGES = (*CJK, *ALPHABETIC, *SMALL)
CODE = "code"

_HANT = {"tw", "hant", "mo", "hanttw"}
_HONG_KONG = {"hk", "hanthk"}
_HANS = {"", "cn", "sg", "hans", "hanscn"}
_OTHER_NAMES = {
    "no": "nb", "iw": "he", "in": "id", "tl": "fil", "c": "en", "chinese": "zh-Hans",
    "traditionalchinese": "zh-Hant", "japanese": "ja", "korean": "ko", "french": "fr", "german": "de",
    "spanish": "es", "italian": "it", "russian": "ru", "english": "en", "bengali": "bn", "hindi": "hi",
    "indonesian": "id", "tamil": "ta", "telugu": "te", "urdu": "ur",
}  # fmt: skip


def language_of(locale: str) -> str | None:
    """Name the language of a locale as found in a path, or None if it is not one of ours.

    >>> language_of("zh_TW.UTF-8"), language_of("pt-BR"), language_of("sr@latin"), language_of("zh_Hant_HK")
    ('zh-Hant', 'pt', None, 'zh-Hant')
    """
    code = locale.lower().replace("_", "-").split(".")[0]
    if "@" in code:
        return None
    base, _, region = code.partition("-")
    if base == "yue":
        return "zh-Hant"
    if base == "zh":
        region = region.replace("-", "")
        if region in _HANS:
            return "zh-Hans"
        return "zh-Hant" if region in _HANT | _HONG_KONG else None
    if region in {"latn", "latin"} or (base == "sr" and region in {"el", "ijekavian-latin"}):
        return None
    base = _OTHER_NAMES.get(base, base)
    return base if base in LANGUAGES else None


def variant(locale: str) -> str:
    """Say which suffix the file of this locale gets: `-hk` for Hong Kong, nothing for all others.

    >>> variant("zh-HK"), variant("ja")
    ('-hk', '')
    """
    code = locale.lower().replace("_", "-").split(".")[0]
    return "-hk" if code == "yue" or (code.startswith("zh") and code.endswith("-hk")) else ""
