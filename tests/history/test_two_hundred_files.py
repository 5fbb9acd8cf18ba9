"""A repository of 200 files in several languages, damaged in every manner, and edited afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from repositories import commit, git, recovered, repository

from garble_fix.channels import parse

_WORDS = {
    "zh-Hans": "用户登录 数据库连接失败 检查网络设置 保存成功 配置文件 "
    "权限不足 请稍后再试 删除记录 确认 返回首页 处理完成",
    "zh-Hant": "使用者登入 資料庫連線失敗 檢查網路設定 儲存成功 設定檔 "
    "權限不足 請稍後再試 刪除紀錄 確認 回到首頁",
    "ja": "ユーザー登録 接続に失敗しました 設定を確認してください 保存しました "
    "設定ファイル 後でもう一度 削除 確認 戻る",
    "ko": "사용자로그인 연결에실패했습니다 네트워크설정을확인하세요 저장되었습니다 "
    "설정파일 잠시후에다시 삭제 확인 처음으로",
    "ru": "пользователь соединение прервано проверьте настройки "
    "сохранено файл доступа удалить запись подтвердить",
    "fr": "déconnecté réseau échoué vérifié enregistré paramètres "
    "accès élevé supprimé répété créé où",
}  # fmt: skip

_ENDS = {"zh-Hans": "。", "zh-Hant": "。", "ja": "。", "ko": ".", "ru": ".", "fr": " »."}

_CJK = ("zh-Hans", "zh-Hant", "ja", "ko")
_LEGACY = {
    "zh-Hans": "gb18030",
    "zh-Hant": "big5hkscs",
    "ja": "cp932",
    "ko": "cp949",
    "ru": "cp1251",
    "fr": "cp1252",
}

_CHAINS = [
    *(f"utf-8>{page}{manner}" for page in ("cp936", "cp932", "cp949", "cp950") for manner in ("w", "py", "web")),
    "utf-8>cp936drop", "utf-8>cp932drop",
    "utf-8>ms936j", "utf-8>gb18030py", "utf-8>cp1252py", "utf-8>cp1252sp", "utf-8>latin-1", "utf-8>cp850",
    "utf-8>cp1252q", "utf-8>cp1252drop", "utf-8>cp1251", "utf-8>mac-roman", "utf-8>cp437",
    "utf-8>cp932w>cp932>utf-8py", "utf-8>cp936w>cp936>utf-8py", "utf-8>cp936py>cp936?>utf-8py",
    "LEGACY>utf-8py", "LEGACY>utf-8py>utf-8>cp936w", "LEGACY>utf-8py>utf-8>cp1252", "LEGACY>latin-1", "LEGACY>cp1252py",
    "ascii?>ascii", "latin-1?>latin-1", "cp437?>cp437",
    "utf-8>latin-1>utf-8>latin-1",
]  # fmt: skip


def _lines(language: str, number: int) -> list[str]:
    chance = Random(number)
    words = _WORDS[language].split()

    def some(most: int) -> str:
        joint = "" if language in _CJK[:3] else " "
        return joint.join(chance.choice(words) for _ in range(chance.randint(1, most)))

    lines = [f"# module {number}"]
    for at in range(chance.randint(6, 14)):
        lines += chance.choice(
            [
                [f"# {some(3)}{_ENDS[language]}", f"value_{at} = {at}"],
                [f'message_{at} = "{some(2)}"  # {some(2)}'],
                [f"def step_{at}():", f'    """{some(3)}{_ENDS[language]}"""', ""],
                [
                    f'    log.info("{some(2)}: {{}}".format(value_{at}))',
                    f"    # {some(2)}",
                    f"    return {at}",
                ],
            ]
        )
    return [*lines, f"# end of {number}"]


def _edited(text: str, number: int, removed: tuple[str, ...]) -> str:
    """What somebody does to a file: renames, inserts, deletes; in ASCII, or in lines of his own."""
    if number % 3 == 0:
        return text
    for line in removed:
        text = text.replace(f"\n{line}\n", "\n", 1)
    text = text.replace("log.info(", "logger.warning(").replace("value_1 =", "first_value =")
    return text.replace(
        f"# module {number}\n", f"# module {number}\nimport os  # 新しい行, новая строка, ligne ajoutée\n"
    )


def _damaged(sound: str, chain: str, number: int) -> tuple[str, str]:
    """The text damaged and then edited, and edited without having been damaged.

    Only lines that are lines after the damage are removed.
    """
    garbled = parse(chain).garble(sound)
    pairs = [
        (line, parse(chain).garble(line + "\n")[:-1])
        for line in sound.split("\n")
        if line.startswith(("message_2 ", "value_3 ", "message_5 "))
    ]
    pairs = [(line, damaged) for line, damaged in pairs if f"\n{damaged}\n" in garbled]
    removed, removed_damaged = (tuple(pair[side] for pair in pairs) for side in (0, 1))
    return _edited(garbled, number, removed_damaged), _edited(sound, number, removed)


def _cases() -> Iterator[tuple[str, str, str]]:
    """Name, language and chain of each file."""
    languages = list(_WORDS)
    for number in range(200):
        language = languages[number % len(languages)]
        chain = _CHAINS[number // len(languages) % len(_CHAINS)].replace("LEGACY", _LEGACY[language])
        yield f"file{number}.py", language, chain


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[str, str]]]:
    """The repository, and for each file its chain and what it should become."""
    folder = repository(tmp_path_factory.mktemp("repository"))
    sound = {name: "\n".join(_lines(language, at)) + "\n" for at, (name, language, _) in enumerate(_cases())}
    commit(folder, **{name.replace(".", "__"): text for name, text in sound.items()})
    expected = {}
    for at, (name, _, chain) in enumerate(_cases()):
        damaged, text = _damaged(sound[name], chain, at)
        (folder / name).write_bytes(damaged.encode())
        expected[name] = chain, text
    git(folder, "commit", "-q", "-a", "-m", "damage")
    return folder, expected


def test_every_line_that_the_history_determines_comes_back(
    damaged: tuple[Path, dict[str, tuple[str, str]]],
) -> None:
    folder, expected = damaged
    wrong = {}
    for name, (chain, text) in expected.items():
        got = recovered(folder / name)
        if got != text:
            wrong[name, chain] = [
                pair for pair in zip(got.split("\n"), text.split("\n"), strict=False) if pair[0] != pair[1]
            ]
    assert wrong == {}
