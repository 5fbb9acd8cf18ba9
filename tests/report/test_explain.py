# garble-fix: ignore-file - garbled text is what this is about
from __future__ import annotations

from built_repairs import edit

from garble_fix.repair.result import Candidate, Hole
from garble_fix.report import candidate_table, explain_edit

CANDIDATES = (
    Candidate("用户", "utf-8>cp936", -20.51, 33.3, 0.99999, "zh-Hans"),
    Candidate("鐢ㄦ埛", "", -53.81, 0.0, 1e-9, "zh-Hans"),
)


def test_candidates_are_a_table_with_the_text_last() -> None:
    assert candidate_table(CANDIDATES) == [
        "probability  log-odds  chain        language  text",
        "    >99.9 %     +33.3  utf-8>cp936  zh-Hans   用户",
        "     <0.1 %      +0.0  -            zh-Hans   鐢ㄦ埛",
    ]


def test_log_probabilities_when_asked_for() -> None:
    assert candidate_table(CANDIDATES, log_probs=True) == [
        "probability  log-odds  log P  chain        language  text",
        "    >99.9 %     +33.3  -20.5  utf-8>cp936  zh-Hans   用户",
        "     <0.1 %      +0.0  -53.8  -            zh-Hans   鐢ㄦ埛",
    ]


def test_a_candidate_cannot_act_on_the_terminal() -> None:
    [_, line] = candidate_table([Candidate("a\x1b[2J\nb", "", -1, 0, 1, "")])
    assert line.endswith(r"-         a\x1b[2J\nb")


def test_a_span_is_explained_with_its_holes() -> None:
    filled = edit("鐢ㄦ埛?", "用户。", holes=[Hole(2, "。", 0.97, (("，", 0.02), (" ", 0.01)))])
    lines = explain_edit("f:1:1: …", filled, CANDIDATES)
    assert lines[0] == "f:1:1: …"
    assert lines[1].strip().startswith("+33.3 nats")
    assert [line[:4] for line in lines[1:]] == ["    "] * (len(lines) - 1)
    assert lines[-1] == "    hole at character 3: ‘。’ 97.0 %, ‘，’ 2.0 %, ‘ ’ 1.0 %"
