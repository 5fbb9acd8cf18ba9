"""What the documents show of the Python API is what it does."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
DOCUMENTS = (
    "README.md",
    "docs/how-it-works.md",
    "docs/glossary.md",
    "docs/configuration.md",
    "docs/recipes.md",
    "docs/reports.md",
    "docs/safety.md",
    "docs/artefacts.md",
    "seeds/README.md",
)


@pytest.mark.parametrize("name", ["README.md", "docs/how-it-works.md", "docs/artefacts.md"])
def test_python_examples(name: str) -> None:
    examples = "\n".join(_BLOCK.findall((ROOT / name).read_text("utf-8")))
    assert ">>> " in examples
    test = doctest.DocTestParser().get_doctest(examples, {}, name, name, 0)
    report: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    document = ROOT / name
    for target in _LINK.findall(document.read_text("utf-8")):
        assert (document.parent / target).exists(), target
