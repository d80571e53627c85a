"""What lint says of the six whole agreements: beside each stands what is found, one finding a line.

After a change that is meant, write them anew: python -m tests.lint.test_samples.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import ola

AGREEMENTS = Path(__file__).parents[1] / "agreements"
SAMPLES = sorted(path.parent for path in AGREEMENTS.glob("*/expected.yaml"))


def found(sample: Path) -> str:
    """Lint an agreement on the day its log was taken; lines of the text are left out, as they move."""
    expected = yaml.safe_load((sample / "expected.yaml").read_text(encoding="utf-8"))
    findings = ola.lint(sample / "agreement.ola.yaml", as_of=str(expected["as_of"]))
    return "".join(f"{each.level} {each.code} {each.clause}: {each.message}\n" for each in findings)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_what_is_found_of_a_whole_agreement(sample: Path) -> None:
    """Each finding holds there; what the authors decided otherwise stands in their comments."""
    assert found(sample) == (sample / "lint.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for each in SAMPLES:
        (each / "lint.txt").write_text(found(each), encoding="utf-8")
