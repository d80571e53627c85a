"""Whatever a catalogue or a sample holds, its draft is an agreement with every field, or a clear refusal."""

from __future__ import annotations

import json
import string
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ola
from ola.drafting import Draft
from ola.drafting.writing import scalar
from ola.errors import UnreadableInput
from ola.fieldtypes.text import fold
from ola.source import Source
from ola.tree.value import Mapping, Scalar
from ola.tree.yaml import read_yaml

# Names as careless people and programs write them, words of the grammar and of YAML among them.
AWKWARD = st.sampled_from(
    ["in", "not", "true", "null", "NO", "12:30", "1", "1.5", "#", "a: b", "- a", "{", "a, b", '"', "'", "\\", "*a",
     "&a", "?", "Email", "email", "E-Mail", "Email__c", "email_2", "lead.email", "between", "otherwise", "3 days",
     "Größe", "e\u0301", "İ", "\u2028", "\x85", "\x07", "\ufeff", "😀", "=", "<<", "~", "%", "@", "`", "!!str 5",
     "a\nb"]
)  # fmt: skip
WORDS = AWKWARD | st.text(max_size=8) | st.text(string.ascii_letters + "_ ", min_size=1, max_size=8)
NAMES = WORDS.filter(str.strip)
OPTIONS = st.lists(
    st.fixed_dictionaries({"value": WORDS, "label": WORDS | st.none(), "active": st.booleans()}), max_size=5
)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "label": WORDS | st.none(),
            "type": st.sampled_from(
                ["id", "string", "picklist", "multipicklist", "currency", "address", "email", "date", "boolean", "new"]
            ),
            "nillable": st.booleans(),
            "createable": st.booleans(),
            "unique": st.booleans(),
            "length": st.integers(-1, 300),
            "picklistValues": OPTIONS,
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda entry: str(entry["name"]),
)


def read_back(draft: Draft) -> dict[str, str]:
    """Read a draft as an agreement without errors; give the columns by field."""
    agreement = ola.load(draft.text.encode())
    assert not [each for each in ola.lint(agreement, "2026-06-01") if each.level == "error"]
    for drafted in draft.fields:
        field = agreement.plan.fields[drafted.name]
        assert (field.type, field.label) == (drafted.type, drafted.label)
        # A label that stands beside none is the choice itself.
        assert [(each.key, each.label or each.key) for each in field.choices] == [
            (each.key, each.label or each.key) for each in drafted.choices
        ]
        assert (field.key, field.personal, field.currency, field.blanks) == (
            drafted.key,
            drafted.personal,
            drafted.currency,
            drafted.blanks,
        )
    return {name: field.bindings[draft.system].column for name, field in agreement.plan.fields.items()}


@given(WORDS)
def test_a_written_text_is_read_as_it_was(text: str) -> None:
    """Whatever a system calls its fields, the agreement says exactly that, as a value, a name and in brackets."""
    tree, findings = read_yaml(
        Source("draft", f"a: {scalar(text)}\nb: {{{scalar(text + 'x')}: [{scalar(text)}, b]}}\n")
    )
    assert findings == ()
    assert isinstance(tree, Mapping)
    value = tree.get("a")
    assert isinstance(value, Scalar)
    assert (value.value, value.text) == (text, text)
    inner = tree.get("b")
    assert isinstance(inner, Mapping)
    assert [entry.name for entry in inner] == [text + "x"]


@settings(max_examples=50)
@given(ENTRIES)
def test_a_describe_gives_an_agreement_with_every_field(entries: list[dict[str, object]]) -> None:
    """Each field of the describe stands in the draft once, under its own name in the system, whatever it is called."""
    second = [each for each in entries if each["type"] == "id"][1:]
    assume(not second)
    columns = read_back(ola.draft({"name": "Lead", "fields": entries}))
    assert sorted(columns.values()) == sorted(str(each["name"]) for each in entries)


@settings(max_examples=50)
@given(ENTRIES)
def test_no_choice_is_lost_without_a_word(entries: list[dict[str, object]]) -> None:
    """A value of a picklist is a choice, or a guess says why it is none."""
    draft = ola.draft({"fields": entries})
    for entry, field in zip(entries, draft.fields, strict=True):
        if entry["type"] not in ("picklist", "multipicklist"):
            continue
        options = entry["picklistValues"]
        assert isinstance(options, list)
        kept = {fold(each.key) for each in field.choices}
        lost = [each["value"] for each in options if each["value"].strip() and fold(each["value"]) not in kept]
        assert all(not each["active"] for each in options if each["value"] in lost)
        assert not lost or any("no longer offered" in why for why in field.guesses)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
    | st.sampled_from(["2026-05-04", "03/04/2026", "31/12/2026", "2026-05-04T12:10:00", "ana@acme.com", "Y", "0042",
                       "+1 415 555 0100", "1767225600000", "USD 5", "a;b", "unknown"])
    | st.lists(WORDS, max_size=2)
    | st.dictionaries(WORDS, WORDS, max_size=2)
)  # fmt: skip
RECORDS = st.lists(
    st.dictionaries(st.sampled_from(["id", "when", "Name", "x"]) | NAMES, VALUES, max_size=5), max_size=12
)


@settings(max_examples=40)
@given(RECORDS)
def test_a_sample_gives_an_agreement_with_every_column(records: list[dict[str, object]]) -> None:
    """Whatever stands in a sample, each of its columns is a field of the draft."""
    names = {name for record in records for name in record} - {"attributes"}
    try:
        draft = ola.draft(records)
    except UnreadableInput:
        assert not names
        return
    assert set(read_back(draft).values()) == names


@settings(max_examples=40)
@given(st.binary(max_size=60) | RECORDS.map(lambda records: "\n".join(map(json.dumps, records)).encode()))
def test_a_file_of_anything_is_drafted_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """No file ends in a traceback: there is a draft that can be read, or a sentence on what is wrong."""
    path = tmp_path_factory.getbasetemp() / "leads.txt"
    path.write_bytes(content)
    with suppress(UnreadableInput):
        read_back(ola.draft(path))
