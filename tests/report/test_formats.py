# garble-fix: ignore-file - garbled text is what this is about
"""Reports for programs: against the schemas of what reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.repair.result import Hole
from garble_fix.report import FileReport, Finding, Outcome, Rule, Summary
from garble_fix.report.formats import FORMATS, Report, format_of, written

ROOT = Path(__file__).parents[2]
SCHEMAS = Path(__file__).parent / "schemas"

places = st.integers(1, 10**6)
texts = st.text(st.characters(codec=None), max_size=20)
shares = st.floats(0, 1)
holes = st.builds(
    Hole, st.integers(0, 99), texts, shares, st.lists(st.tuples(texts, shares), max_size=3).map(tuple)
)
findings = st.builds(
    lambda rule, line, column, end, before, after, chain, share, odds, source, holes: Finding(
        rule, line, column, line + end, column + end + 1, before, after, chain, share, odds, source, holes
    ),
    st.sampled_from(Rule), places, places, st.integers(0, 3), texts, texts, texts, shares, st.floats(-99, 99), texts,
    st.lists(holes, max_size=2).map(tuple),
)  # fmt: skip
paths = st.text(st.characters(codec=None, exclude_characters="\0"), min_size=1, max_size=20)
fine = st.builds(FileReport, paths, st.sampled_from([o for o in Outcome if o is not Outcome.FAILED]), texts,
                 st.lists(findings, max_size=3).map(tuple))  # fmt: skip
failed = st.builds(
    lambda path, error: FileReport(path, Outcome.FAILED, error=error), paths, texts.filter(bool)
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    summary = Summary()
    files = draw(st.lists(fine | failed, max_size=4))
    for file in files:
        summary.count(file.outcome)
    return Report("check", "0.1.0", summary, files, bytearray(b"--- a\n"))


def validator(path: Path) -> jsonschema.Draft202012Validator:
    schema = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


JSON = validator(ROOT / "docs" / "report.schema.json")
SARIF = validator(SCHEMAS / "sarif-2.1.0-subset.json")
GITLAB = validator(SCHEMAS / "gitlab-code-quality.json")


@given(reports())
def test_json(report: Report) -> None:
    content = json.loads(written(report, "json"))
    JSON.validate(content)
    assert content["summary"]["files"] == len(report.files)
    assert [file["path"] for file in content["files"]] == [file.path for file in report.telling]
    for file, shown in zip(report.telling, content["files"], strict=True):
        assert [finding["before"] for finding in shown["findings"]] == [f.before for f in file.findings]


@given(reports())
def test_sarif(report: Report) -> None:
    content = json.loads(written(report, "sarif"))
    SARIF.validate(content)
    results = content["runs"][0]["results"]
    assert len(results) == sum(len(file.findings) for file in report.files)
    prints = [result["partialFingerprints"]["garbled/v1"] for result in results]
    assert len(set(prints)) == len(prints)
    rules = content["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)


@given(reports())
def test_gitlab(report: Report) -> None:
    GITLAB.validate(json.loads(written(report, "gitlab")))


@given(reports())
def test_junit(report: Report) -> None:
    suites = Xml.fromstring(written(report, "junit"))
    assert suites.tag == "testsuites"
    [suite] = suites
    cases = list(suite)
    assert {case.tag for case in cases} <= {"testcase"}
    assert all(case.get("name") is not None and case.get("classname") == "garble-fix" for case in cases)
    for holder in (suites, suite):
        assert int(holder.attrib["tests"]) == len(cases) == len(report.files)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(holder.attrib[name]) == sum(case.find(tag) is not None for case in cases)
    assert all(len(case) <= 1 for case in cases)


_COMMAND = re.compile(
    r"::(error|warning) file=[^,:\r\n]*(,line=\d+,col=\d+(,endColumn=\d+)?)?,title=[^,:\r\n]*::[^\r\n]*"
)


@given(reports())
def test_github(report: Report) -> None:
    lines = written(report, "github").decode().split("\n")[:-1]
    assert len(lines) == sum(len(file.findings) + bool(file.error) for file in report.files)
    assert all(_COMMAND.fullmatch(line) for line in lines)


def example() -> Report:
    summary = Summary()
    found = Finding(Rule.GARBLED, 3, 5, 3, 8, "鐢ㄦ埛", "用户", "utf-8>cp936", 0.99, 20.0)
    files = [
        FileReport("src/a b.txt", Outcome.FOUND, "utf-8", (found, found)),
        FileReport("clean.txt", Outcome.CLEAN, "ascii"),
        FileReport("nope", Outcome.FAILED, error="nope: no such file; check the name"),
    ]
    for file in files:
        summary.count(file.outcome)
    return Report("check", "0.1.0", summary, files)


def test_what_they_look_like() -> None:
    lines = written(example(), "github").decode().splitlines()
    assert lines[0] == (
        "::error file=src/a b.txt,line=3,col=5,endColumn=8,title=garble-fix (garbled)"
        "::garbled text: 鐢ㄦ埛 → 用户 (utf-8>cp936, 99.0 %25)"
    )
    assert lines[2] == "::error file=nope,title=garble-fix::nope: no such file; check the name"
    sarif: dict[str, Any] = json.loads(written(example(), "sarif"))
    result = sarif["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "src/a%20b.txt"}
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "用户"}
    assert sarif["runs"][0]["invocations"][0]["executionSuccessful"] is False
    gitlab = json.loads(written(example(), "gitlab"))
    assert gitlab[0]["location"] == {"path": "src/a b.txt", "lines": {"begin": 3, "end": 3}}
    assert gitlab[0]["fingerprint"] != gitlab[1]["fingerprint"]
    content = json.loads(written(example(), "json"))
    assert (content["version"], content["summary"]["garbled"], len(content["files"])) == (1, 1, 2)
    assert "用户".encode() in written(example(), "json")


@pytest.mark.parametrize(
    "mutate",
    [
        lambda content: content.update(version=2),
        lambda content: content["files"][0].pop("path"),
        lambda content: content["files"][0]["findings"][0].update(rule="odd"),
        lambda content: content["files"][0]["findings"][0].update(line=0),
        lambda content: content.update(more=1),
    ],
)
def test_the_schema_refuses_what_is_none(mutate: Callable[[Any], object]) -> None:
    content = json.loads(written(example(), "json"))
    JSON.validate(content)
    mutate(content)
    assert not JSON.is_valid(content)


@pytest.mark.parametrize(
    "mutate",
    [
        lambda content: content.update(version="2.0.0"),
        lambda content: content["runs"][0].pop("tool"),
        lambda content: content["runs"][0]["results"][0].pop("message"),
        lambda content: content["runs"][0]["results"][0].update(level="fatal"),
        lambda content: content["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(
            startLine=0
        ),
        lambda content: content["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
            "artifactLocation"
        ].update(uri="a b"),
    ],
)
def test_the_schema_of_sarif_refuses_what_is_none(mutate: Callable[[Any], object]) -> None:
    content = json.loads(written(example(), "sarif"))
    SARIF.validate(content)
    mutate(content)
    assert not SARIF.is_valid(content)


def test_the_name_of_a_report_says_its_format() -> None:
    names = {"a.diff": "diff", "a.patch": "diff", "a.JSON": "json", "a.sarif": "sarif", "a.sarif.json": "sarif",
             "a.xml": "junit", "a.txt": None, "a": None}  # fmt: skip
    assert {name: format_of(name) for name in names} == names
    assert {value for value in names.values() if value} < set(FORMATS)
