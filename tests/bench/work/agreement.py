"""The agreement that every bench of leads checks: 20 fields, 27 field rules, three rules across, one condition."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ola.plan import Plan

FILE = Path(__file__).with_name("leads.ola.yaml")
SYSTEM = "hubspot"
AT = "mql"


def agreement_text(*, unique: bool = False) -> str:
    """Give the agreement; with `unique`, the id is a key and no e-mail address may stand twice."""
    text = FILE.read_text(encoding="utf-8")
    if not unique:
        return text
    text = text.replace("lead_id: {type: id, required: always,", "lead_id: {type: id, key: true,")
    return text.replace("    not: [test", "    unique: true\n    not: [test")


@cache
def work_plan(*, unique: bool = False) -> Plan:
    """Give what the agreement comes to; what only names the file is not to load what reads it."""
    from ola.agreement.reading import read_agreement
    from ola.source import Source

    return read_agreement(Source(FILE.name, agreement_text(unique=unique))).plan
