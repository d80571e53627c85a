"""What has one right answer is written into the text, and nothing else is touched."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ola.agreement.reading import read_agreement
from ola.lint.mending import Mended, mend
from ola.source import Source
from ola.tree.reading import load_text

BROKEN = Path(__file__).parents[1] / "vectors" / "broken"
AS_OF = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
HEAD = """\
ola: 1
id: small
version: 1.0.0
status: signed
zone: America/New_York
parties: {marketing: {signs: A}, sales: {signs: B}}
systems: {crm: {party: marketing, zone: UTC}}
"""
FIELDS = """\
fields:
  lead_id: {type: id, key: true, supplied_by: marketing}
  source: {type: choice, choices: {web: Website, fair: Trade fair}, supplied_by: marketing}
  phone: {type: phone, required: {at: mql}, supplied_by: marketing}
  stage: {type: stage}
"""
STAGES = "stages: {lead: {}, mql: {party: marketing, end: true}}\nmoves: [lead -> mql]\n"
WHOLE = HEAD + FIELDS + STAGES


def mended(text: str) -> Mended:
    """Mend a text on the first of June 2026."""
    source = Source("small.ola.yaml", text)
    return mend(read_agreement(source), read_agreement, AS_OF)


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("status: signed", "status: sined", "OLA133"),
        ("zone: America/New_York", "zone: New York", "OLA137"),
        ("choices: {web", "choises: {web", "OLA130"),
        ("lead_id: {type: id, key: true, ", "lead_id: {type: id, key: true, unique: true, ", "OLA153"),
        ("lead_id: {type: id, key: true, ", "lead_id: {required: always, type: id, key: true, ", "OLA153"),
        ("supplied_by: marketing}\n  stage", "supplied_by: 'marketng'}\n  stage", "OLA136"),
        ("required: {at: mql}", "required: {at: mlq}", "OLA136"),
        ("moves: [lead -> mql]", "moves: [lead -> mql1]", "OLA136"),
        ("  phone: {type", "  phone: {type: phone}\n  phone: {type", ""),
    ],
)
def test_a_slip_with_one_right_answer_is_mended(right: str, wrong: str, code: str) -> None:
    """The text is then what it would have been without the slip; where two answers may be right, it is left."""
    assert WHOLE.count(right) == 1
    broken = WHOLE.replace(right, wrong)
    found = mended(broken)
    if not code or "'" in wrong:
        assert not found.changed
    else:
        assert found.text == WHOLE
        assert [finding.code for finding in found.fixed] == [code]


RULE = "rules: {fairs: {when: source = fair, must: phone is known, party: marketing}}\n"


@pytest.mark.parametrize(
    ("rule", "better", "code"),
    [
        (RULE.replace("source", "sorce"), RULE, "OLA111"),
        (RULE.replace("= fair", "= fiar"), RULE, "OLA112"),
        (RULE.replace("= fair", "= Trade fair"), RULE.replace("= fair", '= "Trade fair"'), "OLA120"),
        (
            RULE.replace("source = fair", "first mqll is known"),
            RULE.replace("source = fair", "first mql is known"),
            "OLA116",
        ),
        (
            RULE.replace("source = fair", "source in (web, fair)"),
            RULE.replace("source = fair", '"source in (web, fair)"'),
            "OLA108",
        ),
    ],
)
def test_a_slip_within_a_condition_is_mended(rule: str, better: str, code: str) -> None:
    """Names, values, events and missing quotes are put right where they stand in the sentence."""
    found = mended(WHOLE + rule)
    assert found.text == WHOLE + better
    assert [finding.code for finding in found.fixed] == [code]


@pytest.mark.parametrize(
    ("requires", "left"),
    [
        (
            "mql: {party: marketing, requires: [phone, source], end: true}",
            "mql: {party: marketing, requires: [source], end: true}",
        ),
        (
            "mql: {party: marketing, requires: [source, phone], end: true}",
            "mql: {party: marketing, requires: [source], end: true}",
        ),
        ("mql: {party: marketing, requires: phone, end: true}", "mql: {party: marketing, end: true}"),
        ("mql: {party: marketing, end: true, requires: [phone]}", "mql: {party: marketing, end: true}"),
    ],
)
def test_what_a_stage_requires_again_is_left_out(requires: str, left: str) -> None:
    """The item goes with its comma, and the key with it where nothing else stands there."""
    plain = "mql: {party: marketing, end: true}"
    assert mended(WHOLE.replace(plain, requires)).text == WHOLE.replace(plain, left)


def test_lines_go_with_what_stands_alone_on_them() -> None:
    """In a list with a line for each, the whole line goes, and the comments around it stay."""
    listed = "    choices:\n      - web        # the site\n      # fairs of all kinds\n      - fair\n      - web\n"
    text = WHOLE.replace(
        "  source: {type: choice, choices: {web: Website, fair: Trade fair}, supplied_by: marketing}\n",
        f"  source:\n    type: choice\n{listed}    supplied_by: marketing\n",
    )
    found = mended(text)
    assert found.text == text.replace("      - web\n", "")
    assert [finding.code for finding in found.fixed] == ["OLA221"]


def test_one_fix_uncovers_the_next() -> None:
    """What could not be read before is read then, and mended as well."""
    broken = WHOLE.replace("required: {at: mql}", "requird: {at: mqll}")
    found = mended(broken)
    assert found.text == WHOLE
    assert [finding.code for finding in found.fixed] == ["OLA130", "OLA136"]


def test_a_key_is_not_renamed_to_one_that_holds_something_else() -> None:
    """Where the nearest key wants another shape, people decide."""
    broken = WHOLE.replace(
        "supplied_by: marketing}\n  phone", "supplied_by: marketing, label: Source}\n  phone"
    ).replace("label: Source", "lable: [Source]")
    assert not mended(broken).changed


@pytest.mark.parametrize(
    "copy", sorted(BROKEN.glob("*.ola.yaml")), ids=lambda path: path.name.removesuffix(".ola.yaml")
)
def test_mending_makes_no_copy_worse(copy: Path) -> None:
    """No finding comes that was not there, every comment stays, and mending again changes nothing."""
    source = load_text(copy)
    found = mend(read_agreement(source), read_agreement, AS_OF)
    before = {finding.code for finding in (*found.fixed, *found.left)}
    assert {finding.code for finding in found.left} <= before
    assert len(found.text.split("#")) == len(source.text.split("#"))
    again = mended(found.text)
    assert not again.changed
    assert (found.text == source.text) == (not found.fixed)


def test_line_ends_stay_as_they_are() -> None:
    """A file with the line ends of Windows has them afterwards."""
    found = mended(WHOLE.replace("signed", "sined").replace("\n", "\r\n"))
    assert found.text == WHOLE.replace("\n", "\r\n")


def test_the_diff_shows_the_change_alone() -> None:
    """Three lines around what changes, as `diff -u` has them."""
    found = mended(WHOLE.replace("status: signed", "status: sined"))
    assert found.diff.splitlines()[:2] == ["--- small.ola.yaml (as it is)", "+++ small.ola.yaml (as it would be)"]
    assert [line for line in found.diff.splitlines()[3:] if line[0] in "+-"] == ["-status: sined", "+status: signed"]
