# garble-fix: ignore-file - garbled text is what this is about
"""What the history restores, and what it leaves alone, in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import commit, git, recovered, repository

from garble_fix.channels import garble
from garble_fix.history import repair_with_history, versions

SOUND = """# 用户登录说明
def login(name):
    \"\"\"检查用户名和密码。\"\"\"
    print("登录成功，欢迎回来。")
    return name  # 完成

# 第一步：连接数据库
connect()
# 第二步：读取配置
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path / "repository")


def damage(path: Path, chain: str) -> None:
    path.write_bytes(garble(path.read_text("utf-8"), chain).encode())


@pytest.mark.parametrize(
    "chain",
    [
        "utf-8>cp936w",
        "utf-8>cp932w",
        "gb18030>utf-8py>utf-8>cp936w",
        "gb18030>utf-8py",
        "ascii?>ascii",
        "cp1252?>cp1252",
        "utf-8>cp1252>utf-8>cp1252",
    ],
)
def test_a_file_damaged_as_a_whole_comes_back_to_the_byte(folder: Path, chain: str) -> None:
    head = commit(folder, a__py=SOUND)
    path = folder / "a.py"
    damage(path, chain)
    repair = repair_with_history(path.read_bytes(), versions(path))
    assert repair.data == SOUND.encode()
    assert {edit.source for edit in repair.edits} == {head[:10]}
    assert str(repair.verdict) == "repaired"
    assert all(garble(edit.proof, edit.chain) == edit.before for edit in repair.edits)
    path.write_bytes(repair.data)
    assert repair_with_history(repair.data, versions(path)).data is repair.data


def test_what_the_history_does_not_know_is_repaired_as_ever(folder: Path) -> None:
    commit(folder, a__py=SOUND)
    path = folder / "a.py"
    path.write_text(SOUND + "# 新的一行，从来没有提交\n")
    damage(path, "utf-8>cp936w")
    repair = repair_with_history(path.read_bytes(), versions(path))
    assert repair.text == SOUND + "# 新的一行，从来没有提交\n"
    assert not repair.edits[-1].source
    assert sum(bool(edit.source) for edit in repair.edits) == len(repair.edits) - 1


def test_damage_that_was_committed_is_looked_for_further_back(folder: Path) -> None:
    sound = commit(folder, a__py=SOUND)
    for number in range(5):
        damaged = garble(SOUND, "ascii?>ascii") + f"x = {number}\n"
        commit(folder, a__py=damaged)
    path = folder / "a.py"
    repair = repair_with_history(path.read_bytes(), versions(path))
    assert repair.text == SOUND + "x = 4\n"
    assert {edit.source for edit in repair.edits} == {sound[:10]}
    assert recovered(path, depth=3) == damaged


def test_a_renamed_file_is_followed(folder: Path) -> None:
    commit(folder, a__py=SOUND, other__py="x = 1\n" * 9)
    git(folder, "mv", "a.py", "b.py")
    commit(folder)
    damage(folder / "b.py", "ascii?>ascii")
    assert recovered(folder / "b.py") == SOUND
    git(folder, "checkout", "-q", ".")
    (folder / "sub").mkdir()
    git(folder, "mv", "b.py", "sub/c.py")
    damage(folder / "sub" / "c.py", "ascii?>ascii")
    assert recovered(folder / "sub" / "c.py") == SOUND
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    assert recovered(folder / "sub" / "c.py") in (SOUND, (folder / "sub" / "c.py").read_text())


def test_the_index_comes_before_what_was_committed(folder: Path) -> None:
    commit(folder, a__py="x = 1\n")
    path = folder / "a.py"
    path.write_text(SOUND)
    git(folder, "add", "a.py")
    damage(path, "ascii?>ascii")
    repair = repair_with_history(path.read_bytes(), versions(path))
    assert repair.text == SOUND
    assert {edit.source for edit in repair.edits} == {"the index"}


def test_lines_edited_since_are_restored_piece_by_piece(folder: Path) -> None:
    commit(folder, a__py=SOUND)
    path = folder / "a.py"
    damage(path, "utf-8>cp936w")
    edits = [("print(", "log.warning("), ("return name", "return str(name)")]
    text, expected = path.read_text(), SOUND
    for old, new in edits:
        text, expected = text.replace(old, new), expected.replace(old, new)
    path.write_text(text)
    assert recovered(path) == expected


def test_a_swallowed_line_end_that_was_typed_in_again_is_not_doubled(folder: Path) -> None:
    sound = "第一行。\n第二行，很长。\n第三行是完整的\n"
    commit(folder, a__txt=sound)
    path = folder / "a.txt"
    damage(path, "utf-8>cp936w")
    text = path.read_text()
    assert text.count("\n") < 3
    path.write_text(text.replace("?", "?\n", 1))
    assert recovered(path) == sound


def test_crlf_files_come_back_with_crlf(folder: Path) -> None:
    sound = SOUND.replace("\n", "\r\n")
    commit(folder, a__py=sound)
    path = folder / "a.py"
    path.write_bytes(garble(sound, "utf-8>cp936w").encode())
    assert repair_with_history(path.read_bytes(), versions(path)).data == sound.encode()


def test_a_working_tree_with_other_line_ends_than_the_repository(folder: Path) -> None:
    commit(folder, a__py=SOUND)
    path = folder / "a.py"
    crlf = SOUND.replace("\n", "\r\n")
    path.write_bytes(garble(crlf, "utf-8>cp936w").encode())
    assert repair_with_history(path.read_bytes(), versions(path)).data == crlf.encode()


def test_a_legacy_file_that_was_converted_wrongly(folder: Path) -> None:
    commit(folder, a__py=SOUND.encode("gbk"))
    path = folder / "a.py"
    path.write_bytes(SOUND.encode("gbk").decode("utf-8", "replace").encode())
    assert recovered(path) == SOUND


def test_question_marks_that_could_be_either_of_two_lines_stay(folder: Path) -> None:
    commit(folder, a__txt="start = 1\n用户\n登录\nend = 2\n# 数据库连接\n")
    path = folder / "a.txt"
    path.write_text("start = 1\n??\nend = 2\n# ?????\n")
    assert recovered(path) == "start = 1\n??\nend = 2\n# 数据库连接\n"


def test_lines_damaged_alike_are_told_apart_by_where_they_stand(folder: Path) -> None:
    sound = "".join(
        f"key_{at} = {at}\n# {word}\n" for at, word in enumerate(["用户", "登录", "成功", "失败"])
    )
    commit(folder, a__txt=sound)
    path = folder / "a.txt"
    damage(path, "ascii?>ascii")
    assert recovered(path) == sound
    path.write_text(path.read_text().replace("key_1 = 1\n", "").replace("key_2", "key_two"))
    assert recovered(path) == sound.replace("key_1 = 1\n", "").replace("key_2", "key_two")


@pytest.mark.parametrize(
    "now",
    [
        SOUND.replace('    print("登录成功，欢迎回来。")\n', ""),
        SOUND.replace("登录成功，欢迎回来。", "你好"),
        SOUND.replace("登录成功，欢迎回来。", "Welcome back?"),
        SOUND.replace("登录成功，欢迎回来。", "登录成功?"),
        SOUND.replace("# 用户登录说明\n", "# \n"),
        SOUND.replace("：", ":").replace("，", ",").replace("。", "."),
        SOUND.replace("# 第一步：连接数据库\n", "# TODO???\n"),
        "",
        "x = 1\n# 锟斤拷锟斤拷锟斤拷 is what stood here\n",
    ],
)
def test_what_was_deleted_or_changed_on_purpose_stays(folder: Path, now: str) -> None:
    commit(folder, a__py=SOUND)
    path = folder / "a.py"
    path.write_text(now)
    assert recovered(path) == now


def test_an_ellipsis_that_became_a_question_mark_may_have_been_meant(folder: Path) -> None:
    commit(folder, a__py='ask("Save…")\nask("Sure…")\nask("Really…")\n')
    path = folder / "a.py"
    path.write_text('ask("Save?")\nask("Sure?")\nask("Really?")\n')
    assert recovered(path) == path.read_text()


def test_a_repair_is_not_undone(folder: Path) -> None:
    garbled = garble("# 用户登录成功\n" * 3, "utf-8>cp936")
    commit(folder, a__py=garbled + "é\n", b__py="caf茅 na茂ve\nx = 1\n")
    (folder / "a.py").write_text("# 用户登录成功\n" * 3 + "é\n")
    (folder / "b.py").write_text("café naïve\nx = 1\n")
    assert recovered(folder / "a.py") == "# 用户登录成功\n" * 3 + "é\n"
    assert recovered(folder / "b.py") == "café naïve\nx = 1\n"


def test_a_garbled_version_is_no_source(folder: Path) -> None:
    commit(folder, a__py=SOUND)
    commit(folder, a__py=garble(SOUND, "utf-8>cp1252"))
    path = folder / "a.py"
    damage(path, "utf-8>cp1252")
    assert recovered(path) == SOUND


def test_clean_text_is_not_looked_up() -> None:
    def never() -> object:
        raise AssertionError
        yield

    data = SOUND.encode()
    assert repair_with_history(data, never()).data is data  # type: ignore[arg-type]
