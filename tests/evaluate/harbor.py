"""The example agreement of the language page, read once for all tests that need one."""

from __future__ import annotations

from pathlib import Path

from ola.agreement.reading import read_agreement
from ola.source import Source

FILE = Path(__file__).parent.parent / "vectors" / "agreements" / "harbor.ola.yaml"
PLAN = read_agreement(Source(FILE.name, FILE.read_text(encoding="utf-8")), FILE.parent).plan
