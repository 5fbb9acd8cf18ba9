# garble-fix: ignore-file - garbled text is what this is about
import pytest
from training.clean import is_fit, is_fit_code, is_mojibake, is_written_in, normalise, script_is_pure


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("a \t b", "a b"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("日本語　の　全角空白", "日本語　の　全角空白"),
        ("１２３ＡＢＣ，！", "１２３ＡＢＣ，！"),
        ("か\u3099", "が"),
        ("Prix\u00a0: 5\u00a0€", "Prix\u00a0: 5\u00a0€"),
        ("می\u200cشود", "می\u200cشود"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("行1<br />行2&hellip;&#183;", "行1行2…·"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("two\r\nlines", "two lines"),
    ],
)
def test_normalise_keeps_real_characters_and_drops_invisible_ones(raw, normal):
    assert normalise(raw) == normal
    assert normalise(normal) == normal


@pytest.mark.parametrize(
    ("text", "stored", "read"),
    [
        ("这是一个很长的句子，用来测试乱码。", "utf-8", "gb18030"),
        ("日本語の文章です。", "utf-8", "cp932"),
        ("한국어 문장입니다.", "utf-8", "cp949"),
        ("Très élevé, n’est-ce pas ?", "utf-8", "cp1252"),
        ("Привет, как дела?", "utf-8", "cp1251"),
        ("Größe ändern", "utf-8", "latin-1"),
    ],
)
def test_mojibake_is_recognised(text, stored, read):
    assert is_mojibake(text.encode(stored).decode(read, "replace"))
    assert not is_mojibake(text)


@pytest.mark.parametrize("text", ["锟斤拷锟斤拷", "屯屯屯屯", "donâ€™t", "abc\ufffd"])
def test_signs_of_mojibake_suffice(text):
    assert is_mojibake(text)


@pytest.mark.parametrize(
    "text",
    [
        "通知系统",
        "未知状态",
        "命令列",
        "タスク",
        "谢谢!!",
        "邏輯 AND",
        "譁眾取寵",
        "銀行の窓口",
        "naïve café",
        "─┬─┐ → ≤ ½",
        "Ăn quả nhớ kẻ trồng cây",
        "Žluťoučký kůň",
        "Ñandú ÜBER",
    ],
)
def test_rare_characters_are_not_mojibake(text):
    assert not is_mojibake(text)


@pytest.mark.parametrize(
    ("line", "language", "pure"),
    [
        ("请输入用户名", "zh-Hans", True),
        ("請輸入使用者名稱", "zh-Hans", False),
        ("請輸入使用者名稱", "zh-Hant", True),
        ("请输入使用者名稱", "zh-Hant", False),
        ("皇后與王后", "zh-Hant", True),
        ("試吓個户口交税", "zh-Hant", True),
        ("著名的皇后", "zh-Hans", True),
        ("日本人口", "zh-Hans", True),
        ("日本人口", "zh-Hant", True),
    ],
)
def test_chinese_scripts_are_kept_apart(line, language, pure):
    assert script_is_pure(line, language) is pure


@pytest.mark.parametrize(
    ("line", "language", "fits"),
    [
        ("ファイルを開く", "ja", True),
        ("東京都庁", "ja", False),
        ("파일 열기", "ko", True),
        ("打开文件 Ctrl+O", "zh-Hans", True),
        ("def main(argument): return argument  # 是", "zh-Hans", False),
        ("Ouvrir le fichier", "fr", True),
        ("Открыть файл", "ru", True),
        ("Open the file", "ru", False),
        ("打开 the file", "fr", False),
        ("Atverti failą", "lt", True),
        ("फ़ाइल खोलें", "hi", True),
        ("ফাইল খুলুন", "hi", False),
        ("Open the file", "ka", False),
        ("ფაილის გახსნა", "ka", True),
        ("Ֆայլը բացել", "hy", True),
        ("فائل کھولیں", "ur", True),
        ("Файлды ашу", "kk", True),
    ],
)
def test_lines_belong_to_their_language(line, language, fits):
    assert is_written_in(line, language) is fits


@pytest.mark.parametrize(
    "line", ["含有私用区字符\ue000的行", "含有控制字符\x85的行", "<p class='x'>段落</p>"]
)
def test_unfit_lines_are_dropped(line):
    assert not is_fit(line, "zh-Hans")


def test_code_is_judged_as_a_whole():
    assert is_fit_code("x = 1\n    y = 'é → ─'\n")
    assert not is_fit_code("x = 1\ny = 'Ã©tÃ©'\n")
