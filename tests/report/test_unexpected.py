"""What leads have that was not expected, laid out: in short beside a check, and in full."""

from __future__ import annotations

from typing import Any

from ola.report.unexpected import in_full, in_short

NOTHING: dict[str, Any] = {"columns": [], "missing": [], "values": {}, "blank": []}


def test_nothing_unexpected_is_not_told() -> None:
    """A check in which all is as agreed says nothing of it; a missing column has a finding of its own."""
    assert list(in_short(NOTHING, "ola profile")) == []
    assert list(in_short({**NOTHING, "missing": ["email"]}, "ola profile")) == []


def test_a_check_names_the_first_of_each() -> None:
    """Columns that are probably misspelt come first; of many the first are named and the rest counted."""
    columns = [{"column": name, "filled": 1, "meant": None} for name in "abcdef"]
    columns.append({"column": "E-Mail", "filled": 1, "meant": "email"})
    values = {"source": {"count": 12, "most": [{"value": "Web form", "count": 10}]}}
    told = list(in_short({**NOTHING, "columns": columns, "values": values, "blank": ["phone"]}, "ola profile x"))
    assert told == [
        "What the agreement does not expect:",
        "  7 columns that no field has: E-Mail (did you mean email?), a, b, c, d and 2 more",
        "  12 values outside the list of source: “Web form” (10) and others",
        "  always blank: phone",
        "  More: ola profile x",
    ]


def finding(code: str, message: str, advice: str | None = None, party: str | None = None) -> dict[str, Any]:
    """Give a finding as the JSON of a profile has it."""
    told = {"code": code, "level": "warning", "message": message, "party": party}
    return told if advice is None else {**told, "advice": advice}


def test_findings_of_one_kind_stand_together() -> None:
    """Each kind stands under its title, with the party; a way out that neighbours share is given once."""
    findings = [
        finding("OLA322", "a is blank.", "Look.", "marketing"),
        finding("OLA318", "No field has b."),
        finding("OLA322", "c is blank.", "Look."),
        finding("OLA322", "d is blank.", "Look elsewhere."),
    ]
    told = list(in_full({"findings": findings}, {"OLA322": "Blank", "OLA318": "Unknown"}, 100))
    assert told == [
        "OLA322 Blank",
        "  warning, marketing: a is blank.",
        "  warning: c is blank.",
        "    Look.",
        "  warning: d is blank.",
        "    Look elsewhere.",
        "",
        "OLA318 Unknown",
        "  warning: No field has b.",
        "",
    ]


def test_what_is_beyond_the_limit_is_counted() -> None:
    """The first are laid out, and the rest are not passed over in silence."""
    findings = [finding("OLA318", f"No field has {name}.") for name in "abc"]
    told = list(in_full({"findings": findings}, {"OLA318": "Unknown"}, 2))
    assert told[-3:] == ["", "… and 1 more finding; --limit says how many are listed.", ""]
