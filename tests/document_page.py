"""The page on how a document says things, made from the forms that write and read it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from ola.agreement.document import DOCUMENT
from ola.agreement.structure import Either, Keys, ListOf, Structure, Table
from ola.agreement.writing import (
    fields,
    glossary,
    handoff,
    head,
    holidays,
    owners,
    scores,
    segments,
    signatures,
)
from ola.agreement.writing.atoms import NOWHERE
from ola.agreement.writing.document import NOTHING_AGREED, SECTIONS
from ola.agreement.writing.forms import Form, Forms
from ola.agreement.writing.rows import Column, Rows
from ola.agreement.writing.sections import ClauseSection, HeadedSection, TableSection
from ola.tree.markdown_text import BAR
from ola.tree.value import Entry, Items, Mapping, Node, Scalar

INTRO = """\
# The document

`ola write` writes an agreement in these words, and `ola read`, `ola lint` and every other verb read them again. The
forms stand in the order of the document. Each example below is read by a test as what it is an example of.

- **Headings** may be numbered and have any level; a section is read under its other headings too.
- **Tables** may have their columns in any order, and any number of spaces. A cell with `—` or nothing says nothing.
- **Sentences** of a clause may stand in any order, and lines may break anywhere. What is set off as a quotation below a
  clause is the sentence that people signed.
- **Names and values** stand bare where they are plain words. One that holds a sign, or one of the words that join names
  in sentences, stands as `code`, and so does text that would be read as a number, such as `` `0042` ``. Those words are
  {reserved}.
- **Conditions** stand as `code`, in [the language of conditions](language.md), unless they are plain words. Nested ones
  are lists: any of (`source = event`, at least 2 of (`budget is known`, `need is known`)).
- **Several things** are joined: call, email sent or meeting. A list with one thing in it is *call alone*.
- **Times** and numbers that are spelt in another way than here stand as `code`.
- A table that is there and empty, and has no words of its own for that: *{nothing} calendars, amer, overrides.*
"""


def document_page() -> str:
    """Say for each section under which headings it is read, and what its tables and sentences say."""
    from ola.agreement.writing.atoms import RESERVED

    reserved = "\n  ".join(wrap(", ".join(sorted(RESERVED)), 116))
    page = INTRO.format(reserved=reserved, nothing=NOTHING_AGREED)
    page += _head()
    page += _section(glossary.HEADING, (), "For people: the words of the field that the document uses.")
    for key, section in SECTIONS.items():
        page += _section(section.heading, section.also, DOCUMENT.keys[key].says)
        for title, rows in tables(key):
            page += _table(title, rows, key)
        for title, forms in sentences(key):
            page += _sentences(title, forms, key)
        page += _AFTER.get(key, "")
    page += _section(
        signatures.HEADING,
        (),
        "For people: a line for each party. What is filled in there stays when the document is formatted.",
    )
    return page


_AFTER = {
    "calendars": f"\nA table *{' | '.join(holidays.HEADER)}* is for people: it is worked out from the calendar.\n",
    "for_people": "\nA list of sentences, each as it stands.\n",
}


def _section(heading: str, also: tuple[str, ...], says: str) -> str:
    under = f" Also read under: {', '.join(also)}." if also else ""
    return f"\n## {heading}\n\n{says}{under}\n"


def _head() -> str:
    rows = "".join(f"| {line.label} | `{'.'.join(line.path)}` |\n" for line in head.LINES)
    return (
        f"\n## The head\n\nThe title, and below it a table of what the paper is.\n\n| line | key |\n|---|---|\n{rows}"
    )


def tables(key: str) -> Iterator[tuple[str, Rows]]:
    """Give the tables of a section, each with what stands before it."""
    section = SECTIONS[key]
    match key:
        case "fields":
            yield "", fields.FIELDS
            yield "Demands with words or a level of their own, below *Further demands*:", fields.OWN_DEMANDS
            yield "The choices of a field, below *Choices of source*:", fields.CHOICES
            yield "How systems spell the values of a field without choices, below *Values of stage*:", fields.SPELT
            yield "What the systems call the fields, below *Where the systems keep them*:", fields.KEPT
        case "scores":
            yield "Below the heading *The score fit*:", scores.POINTS
        case "segments":
            yield "Below the heading *The segment tier*:", segments.VALUES
        case _ if isinstance(section, TableSection):
            yield "", section.rows
        case _:
            pass


def sentences(key: str) -> Iterator[tuple[str, Forms]]:
    """Give the forms of sentences of a section, each with what stands before it."""
    section = SECTIONS[key]
    match section:
        case ClauseSection(defines=True):
            yield "A list; a word in bold, and what it means:", section.forms
        case ClauseSection():
            yield "A numbered list; a name in bold with a full stop, and sentences:", section.forms
        case HeadedSection():
            yield f"Below the heading *The {section.subject} NAME*:", section.forms
        case _ if key == "handoff":
            yield "", handoff.FORMS
        case _ if key == "owners":
            yield "Or, where they stand in a file beside the agreement:", owners.FILE
        case _:
            pass


def _table(title: str, rows: Rows, key: str) -> str:
    page = f"\n{title}\n" if title else ""
    page += "\n| column | holds | for example |\n|---|---|---|\n"
    if rows.name:
        page += f"| {rows.name} | the name | |\n"
    for column in rows.columns:
        keys = ", ".join(f"`{each}`" for each in column.cell.keys if each != "item")
        shown = column.cell.write(cell_example(key, column))[0]
        page += f"| {column.header} | {keys} | {shown.replace('|', BAR)} |\n"
    if rows.open is not None:
        page += f"| {rows.open.prefix} NAME | the name or value in a system | |\n"
    return page


def cell_example(section: str, column: Column) -> dict[str, Node]:
    """Give an example of what a cell of this column says."""
    keys = ("required",) if isinstance(column.cell, fields.Demand) else column.cell.keys  # it holds one demand
    return {each: example(section, each) for each in keys if has_example(section, each)}


def _sentences(title: str, forms: Forms, key: str) -> str:
    page = f"\n{title}\n\n" if title else "\n"
    for form in forms.forms:
        keys = ", ".join(f"`{each}`" for each in form.keys)
        page += f"- {sentence(key, form, forms)}" + (f" ({keys})\n" if keys else "\n")
    return page


def sentence(key: str, form: Form, forms: Forms) -> str:
    """Give an example of a form, with all that it can say."""
    if not form.keys:
        return form.template
    own = next((examples for part, examples in _OF_FORMS.items() if part in form.template), {})
    table = {
        each: node(own[each]) if each in own else example(key, each)
        for each in form.keys
        if each not in form.sets and own.get(each, "") is not None
    }
    table |= {each: node(value) for each, value in form.sets.items()}
    written = form.write(table, forms.kinds)
    assert written is not None, (key, form.template)
    return written[0]


# ── examples ────────────────────────────────────────────────────────────────────────────────────

# Where the language's own example of a key is none, or is no good in a sentence.
_EXAMPLES: dict[str, dict[str, object]] = {
    "calendars": {"holidays": ["US", "2026-07-06"]},
    "commitments": {
        "starts": "mql and assigned",
        "within": {"tier A": "1 business hour", "otherwise": "4 business hours"},
        "calendar": {"by": "region"},
        "steps": {"75%": "warn owner", "200%": "reassign"},
        "at_least": "178 per month",
        "spread": {"last": "5 business days", "at_most": "35%"},
        "cancels": "disqualified",
        "count": "mql",
        "id": "commitments.call-back",
    },
    "events": {"changes": True},
    "fields": {"blank": {"when": "source = partner"}, "required": {"at": "mql"}, "not": ["0000000000", "test"]},
    "handoff": {"handoff": "mql -> accepted"},
    "histories": {"from": "old_value"},
    "moves": {"carries": ["recycle_reason", "owner"]},
    "owners": {"file": "owners.csv", "queue": True},
    "scores": {"add": 30, "when": "target account", "says": "Target accounts first."},
    "segments": {"way": "first", "rows": "rows", "when": "country in (US, CA)"},
    "terms": {"means": "employees between 50 and 5000", "when": "employees between 50 and 5000"},
}

# Where one example does not suit all forms: by a part of the form's template; what is None is left out.
_OF_FORMS: dict[str, dict[str, object]] = {
    "a number of {count}": {"at_most": "240 per month", "calendar": "amer"},
    "a share of {share}": {
        "of": "mql",
        "within": "30 days",
        "at_least": "60% per quarter",
        "at_most": None,
        "calendar": None,
    },
    "owes percentile": {"of": "first touch", "at_least": None, "at_most": "1 business hour per month"},
    "a sum of {sum} over": {"of": "qualified", "at_least": "50000 per quarter", "at_most": None},
    "owes at least": {"at_least": 6, "before": ["recycled", "disqualified"], "within": "14 days", "calendar": None},
    "It comes before": {"before": ["recycled", "disqualified"]},
}


def example(section: str, key: str) -> Node:
    """Give an example of a key: the one on this page, or that of the language."""
    return node(_EXAMPLES.get(section, {}).get(key, _of_language(section).get(key)))


def has_example(section: str, key: str) -> bool:
    """Say whether there is one."""
    return key in _EXAMPLES.get(section, {}) or _of_language(section).get(key) is not None


def _of_language(section: str) -> dict[str, object]:
    found: dict[str, object] = {}
    ways: list[Structure] = [DOCUMENT.keys[section].holds]
    while ways:
        match ways.pop(0):
            case Keys(keys=keys):
                for name, key in keys.items():
                    found.setdefault(name, key.example)
                    ways.append(key.holds)
            case Table(value=value) | ListOf(item=value):
                ways.append(value)
            case Either(options=options):
                ways += options
            case _:
                pass
    return found


def node(value: object) -> Node:
    """Give a plain value as a node of the tree."""
    match value:
        case dict():
            return Mapping(
                tuple(Entry(Scalar(str(key), str(key), NOWHERE), node(each)) for key, each in value.items()), NOWHERE
            )
        case list():
            return Items(tuple(map(node, value)), NOWHERE)
        case bool():
            return Scalar(value, str(value).lower(), NOWHERE)
        case int() | float() | str():
            return Scalar(value, str(value), NOWHERE)
        case _:
            raise AssertionError(value)
