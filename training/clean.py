# garble-fix: ignore-file - garbled text is what this is about
"""Which lines are fit to learn from, and in what form. Pure functions on single lines.

A language model that has seen mojibake believes in it, so the filters err on the side of dropping:
text is plentiful, and one garbled manual page is worse than a thousand lost lines.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

import ftfy
from ftfy.badness import is_bad

from training.script import simplified_only, traditional_only

LONGEST = 4000

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_CJK_PUNCTUATION = re.compile(r"[\u3000-\u303f\uff01-\uff65]")
_HALF_WIDTH_KANA = re.compile(r"[\uff66-\uff9f]")
_LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ALPHABET = {
    "ru": _CYRILLIC, "uk": _CYRILLIC, "bg": _CYRILLIC, "be": _CYRILLIC, "sr": _CYRILLIC,
    "kk": _CYRILLIC, "mk": _CYRILLIC, "mn": _CYRILLIC,
    "el": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"), "fa": re.compile(r"[\u0600-\u06ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "ur": re.compile(r"[\u0600-\u06ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"), "bn": re.compile(r"[\u0980-\u09ff]"),
    "ta": re.compile(r"[\u0b80-\u0bff]"), "te": re.compile(r"[\u0c00-\u0c7f]"),
    "hy": re.compile(r"[\u0531-\u058f]"), "ka": re.compile(r"[\u10a0-\u10ff]"),
}  # fmt: skip
_FOREIGN_TO_LATIN = re.compile(r"[\u0370-\u1dff\u1f00-\u1fff\u2e80-\ud7ff]")

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_COMBINING = re.compile(r"[\u0300-\u036f\u3099\u309a\u1100-\u11ff]")
# U+FFFD, C1 controls, private use, surrogates, non-characters.
_UNFIT = re.compile(
    r"[\ufffd\x80-\x9f\ue000-\uf8ff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)
# Remains of markup that an extractor did not understand.
_LEFTOVERS = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6});|</?[a-z]{1,10}(?: [^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6});")
_LINE_TAG = re.compile(r"</?(?:br|p|b|i|em|strong|span)\s*/?>", re.IGNORECASE)

# Mojibake that hides in a line of good text: what the commonest bytes of UTF-8 turn into when they are
# read as GBK, Big5 or Shift_JIS. One of them may be a rare character in its own right; two are not.
_TELLTALE = re.compile(r"[锛銆鈥鐨鍦鎴鍙浠鏄锟縺繧繝窶譁]|锟斤拷|烫烫烫|屯屯屯|嚗|蝷")
_SURE_SIGN = re.compile(
    r"锟斤拷|烫烫烫|屯屯屯|ï¿½|ï»¿|Ã[\u0080-\u00bf]|â€|Â[\u00a0-\u00bf]|ðŸ|縺[\u3041-\uffff]"
)
_SINGLE_BYTE = ("cp1252", "latin-1", "cp1251", "koi8-r", "cp437")
_DOUBLE_BYTE = ("gb18030", "cp932", "big5hkscs", "cp949")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CJK_TEXT = re.compile(r"[\x00-\x7f\u00b7\u2010-\u26ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]+")


def normalise(line: str) -> str:
    """Bring a line into the form that files have: no controls, no invisible marks, single blanks, composed.

    Full-width forms, no-break spaces, compatibility ideographs and joiners are real text and stay.

    >>> normalise(" a\\u200b\\t b\\x07 ")
    'a b'
    """
    line = _ENTITY.sub(lambda entity: html.unescape(entity.group()), line)
    line = _INVISIBLE.sub("", _CONTROLS.sub("", line.replace("\r", " ").replace("\n", " ")))
    line = _BLANKS.sub(" ", _LINE_TAG.sub("", line)).strip(" \u00a0\u3000")
    return unicodedata.normalize("NFC", line) if _COMBINING.search(line) else line


def is_mojibake(line: str) -> bool:
    """Say whether a line holds text that was decoded wrongly.

    >>> is_mojibake("鏂囦欢鍚�"), is_mojibake("schÃ¶n"), is_mojibake("文件名"), is_mojibake("schön")
    (True, True, False, False)
    """
    if line.isascii():
        return False
    if "\ufffd" in line or _SURE_SIGN.search(line) or len(_TELLTALE.findall(line)) > 1:
        return True
    return _is_misread_whole(line) or (is_bad(line) and ftfy.fix_encoding(line) != line)


def _is_misread_whole(line: str) -> bool:
    """Say whether the whole line is UTF-8 that was read in another encoding.

    The bytes of short Chinese words (联通, 未知状态) are now and then good UTF-8, but of nothing that
    anybody writes; so what two-byte encodings may have hidden must be CJK.
    """
    for encoding in (*_SINGLE_BYTE, *_DOUBLE_BYTE):
        try:
            original = line.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if encoding in _SINGLE_BYTE and not original.isascii():
            return True
        if encoding in _DOUBLE_BYTE and _CJK_TEXT.fullmatch(original) and len(_NOT_ASCII.findall(line)) > 3:
            return True
    return False


def script_is_pure(line: str, language: str) -> bool:
    """Say whether a Chinese line holds no character of the other script.

    >>> script_is_pure("简体", "zh-Hans"), script_is_pure("简體", "zh-Hans")
    (True, False)
    """
    return _other_script(language).isdisjoint(line)


@cache
def _other_script(language: str) -> frozenset[str]:
    return traditional_only() if language == "zh-Hans" else simplified_only()


def is_written_in(line: str, language: str, share: float = 0.2) -> bool:
    """Say whether at least `share` of a line is in the language's script, and nothing in another."""
    visible = len("".join(line.split()))
    han, kana, hangul = (len(script.findall(line)) for script in (_HAN, _KANA, _HANGUL))
    if language.startswith("zh"):
        enough = han + len(_CJK_PUNCTUATION.findall(line)) >= share * visible
        return han >= 2 and kana + hangul == 0 and enough and script_is_pure(line, language)
    if language == "ja":
        few_half_width = len(_HALF_WIDTH_KANA.findall(line)) <= 0.3 * kana
        return (
            kana >= 1 and han + kana >= 3 and hangul == 0 and few_half_width and han + kana >= share * visible
        )
    if language == "ko":
        return hangul >= 2 and han + kana <= 0.3 * hangul and hangul >= share * visible
    if han + kana + hangul:
        return False
    if language in _ALPHABET:
        letters = len(_ALPHABET[language].findall(line))
        return letters >= 6 and letters >= 0.5 * visible
    letters = len(_LATIN.findall(line))
    return letters >= 8 and letters >= 0.6 * visible and not _FOREIGN_TO_LATIN.search(line)


def is_fit(line: str, language: str, share: float = 0.2) -> bool:
    """Say whether a normalised line is fit to learn the language from."""
    if not 3 <= len(line) <= LONGEST or _UNFIT.search(line) or _LEFTOVERS.search(line):
        return False
    return is_written_in(line, language, share) and not is_mojibake(line)


def is_word_of(word: str, language: str) -> bool:
    """Say whether a word of a list for a language with an alphabet has letters of it, and none of East Asia.

    >>> is_word_of("शब्द", "hi"), is_word_of("word", "hi"), is_word_of("orð", "is"), is_word_of("000", "is")
    (True, False, True, False)
    """
    letters = _ALPHABET.get(language, _LATIN)
    return bool(letters.search(word)) and not (
        _UNFIT.search(word) or _HAN.search(word) or _KANA.search(word) or _HANGUL.search(word)
    )


def is_fit_code(text: str) -> bool:
    """Say whether a whole source file is fit to learn from: nothing in it was decoded wrongly."""
    if _UNFIT.search(text) or _CONTROLS.search(text):
        return False
    return text.isascii() or not any(is_mojibake(line) for line in text.split("\n"))
