"""The document of an agreement: what stands in it, and that it reads back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

import ola
from ola.agreement.agreement import Agreement
from ola.agreement.document import DOCUMENT
from ola.agreement.reading import read_agreement
from ola.agreement.writing.document import SECTIONS, phrase, write_document
from ola.agreement.writing.glossary import WORDS
from ola.agreement.writing.head import LINES
from ola.agreement.writing.holidays import years_in_force
from ola.errors import InvalidAgreement, WrongCall
from ola.finding import Finding
from ola.source import Place, Source
from ola.tree.converted import from_docx, from_html
from ola.tree.value import Entry, Items, Mapping, Node, Scalar, to_plain
from tests.laws.test_document_laws import without_places

TOP = Path(__file__).parents[3]
FILES = sorted(
    path
    for folder in ("ola/bundled", "tests/vectors/agreements", "tests/agreements", "tests/data/zendesk")
    for path in (TOP / folder).rglob("*.ola.yaml")
)
DEMO = TOP / "ola/bundled/demo/agreement.ola.yaml"


def loaded(path: Path) -> Agreement:
    """Read an agreement from its file."""
    return read_agreement(Source(path.name, path.read_text(encoding="utf-8")), path.parent)


def found(agreement: Agreement) -> list[tuple[str, str | None]]:
    """Give what is found in an agreement, without places."""
    return sorted((finding.code, finding.clause) for finding in agreement.findings)


@pytest.mark.parametrize("to", ["markdown", "html", "docx"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TOP)))
def test_an_agreement_of_this_repository_reads_back_from_its_document(path: Path, to: str) -> None:
    """Values, plan and findings are the same, from Markdown, from the page of HTML and from the Word file."""
    agreement = loaded(path)
    document = ola.write(agreement, to, year=2026)  # type: ignore[arg-type]
    if to == "docx":
        assert isinstance(document, bytes)
        document = from_docx(document, "a.docx")
    elif to == "html":
        assert isinstance(document, str)
        document = from_html(document, "a.html")
    assert isinstance(document, str)
    again = read_agreement(Source("a.ola.md", document), path.parent)
    assert to_plain(again.tree) == to_plain(agreement.tree)
    assert without_places(again.plan) == without_places(agreement.plan)
    assert found(again) == found(agreement)


def test_the_document_of_the_demo_is_fit_to_sign() -> None:
    """It has its title, parties, words, numbered commitments in sentences, holidays of the year, and signatures."""
    text = ola.write(DEMO, year=2026)
    assert isinstance(text, str)
    assert text.startswith("# Lead agreement between Demand Generation and Inside Sales\n")
    headings = re.findall(r"^## (.*)", text, re.MULTILINE)
    assert headings == [
        *("Words", "Parties", "Stages", "Moves", "Handoff", "Terms", "Segments", "Commitments", "Rules", "Fields"),
        *("Events", "Calendars", "Systems", "Owners", "Logs", "Histories", "For people", "Signatures"),
    ]
    assert (
        "2. **First touch.** Sales owes call, email sent or meeting within 2 business hours for tier A, "
        "4 business hours for tier B and otherwise 8 business hours, counted from mql and assigned, "
        "on the calendar of the region, for 90% of leads per month. The duty ends with disqualified.\n\n"
        "   > Sales touches every MQL that has an owner, the best ones first.\n"
    ) in text
    assert "| Monday 2026-05-25 | Memorial Day |" in text
    assert "| Friday 2026-04-03 | Good Friday |" in text
    assert text.endswith("| Marketing | VP Marketing |  |  |\n| Sales | VP Sales |  |  |\n")


def test_every_value_that_is_read_knows_where_it_stands() -> None:
    """The stretch of the document that a value was read from holds it, so that findings show the right words."""
    text = ola.write(DEMO, year=2026)
    assert isinstance(text, str)
    agreement = read_agreement(Source("demo.ola.md", text))
    lines = text.split("\n")
    for node in scalars(agreement.tree):
        place = node.place
        assert place.line == place.end_line, node
        shown = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        words = set(re.findall(r"[\w%.:-]+", shown.lower()))
        assert set(re.findall(r"[\w%.:-]+", node.text.lower())) <= words | SAID_IN_OTHER_WORDS, (node, shown)


# Values that a sentence says in words of its own.
SAID_IN_OTHER_WORDS = {
    *("true", "iso", "always", "at", "from", "when", "within", "next", "opening", "close", "error", "warning", "->"),
    *("mon-fri", "mon-thu", "fri", "09:00-18:00", "09:00-13:00", "08:30-12:00", "12:45-17:30", "08:30-15:00", "-"),
}


def scalars(node: Node) -> list[Scalar]:
    """List the values of a tree."""
    match node:
        case Scalar():
            return [node]
        case Items(items):
            return [each for item in items for each in scalars(item)]
        case Mapping(entries):
            return [each for entry in entries for each in scalars(entry.value)]


def test_a_finding_in_a_document_has_its_caret_under_the_words() -> None:
    """A condition with an unknown name is shown where it stands in the table."""
    text = ola.write(DEMO, year=2026)
    assert isinstance(text, str)
    source = Source("demo.ola.md", text.replace("`score >= 60 and consent`", "`scor >= 60 and consent`"))
    first = next(finding for finding in read_agreement(source).findings if finding.code == "OLA111")
    assert isinstance(first.place, Place)
    shown, caret = source.excerpt(first.place).split("\n")
    assert shown == '| mql | marketing | `scor >= 60 and consent` | `job_title contains "student"` | — |'
    assert caret == "                     ~~~^"


def test_one_sentence_changed_by_hand_changes_one_value() -> None:
    """Whoever edits the signed words edits the agreement."""
    text = ola.write(DEMO, year=2026)
    assert isinstance(text, str)
    text = text.replace("within 30 minutes, counted from mql", "within 20 minutes, counted from mql")
    agreement = read_agreement(Source("demo.ola.md", text))
    routing = agreement.plan.deadlines[0]
    assert [str(row.limit) for row in routing.within] == ["20 minutes"]


def test_what_no_form_reads_is_reported_and_the_rest_of_the_clause_holds() -> None:
    """A sentence in between is not understood; those beside it are."""
    text = ola.write(DEMO, year=2026)
    assert isinstance(text, str)
    text = text.replace("The duty ends with disqualified.", "Be gentle, please. The duty ends with disqualified.")
    agreement = read_agreement(Source("demo.ola.md", text))
    assert [finding_text(each, text) for each in agreement.findings if each.code == "OLA168"] == ["Be gentle, please."]
    assert agreement.plan.deadlines[1].cancels == ("disqualified",)


def finding_text(finding: Finding, text: str) -> str:
    """Give the words that a finding speaks of."""
    place = finding.place
    assert isinstance(place, Place)
    return text.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1]


def test_the_words_of_the_glossary_are_those_of_the_reference_page() -> None:
    """A document explains a word as the page of words does."""
    page = (TOP / "docs/reference/glossary.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \*\*(.+?)\*\* \| ([^|]+?) \|", page, re.MULTILINE))
    told = {word: " ".join(re.sub(r"\*", "", meaning).split()) for word, meaning in rows.items()}
    assert {word: told.get(word) for word in WORDS if word in told} == {
        word: meaning for word, meaning in WORDS.items() if word in told
    }
    assert len([word for word in WORDS if word in told]) > len(WORDS) // 2


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (None, None, (2026,)),
        ("2024-01-01", None, (2026,)),
        ("2027-01-01", None, (2027,)),
        ("2026-07-01", "2027-01-01", (2026,)),
        ("2026-07-01", "2028-07-01", (2026, 2027, 2028)),
        ("2026-07-01", "2040-07-01", (2026, 2027, 2028)),
        (None, "2027-01-01", (2026,)),
    ],
)
def test_holidays_are_those_of_the_years_in_force(since: str | None, until: str | None, years: tuple[int, ...]) -> None:
    """Three years at most; without an end, the year it is."""
    dates = [None if each is None else dt.date.fromisoformat(each) for each in (since, until)]
    header = replace(loaded(DEMO).header, since=dates[0], until=dates[1])
    assert years_in_force(header, dt.datetime(2026, 5, 1, tzinfo=dt.UTC)) == years


def test_every_section_of_the_language_has_its_place_in_the_document() -> None:
    """A key that an agreement may hold is a line of the head, the title, or a section."""
    assert {line.path[0] for line in LINES} | {"title"} | set(SECTIONS) == set(DOCUMENT.keys)


def test_an_agreement_with_errors_is_not_written(tmp_path: Path) -> None:
    """Nobody signs what cannot be checked."""
    path = tmp_path / "a.ola.yaml"
    path.write_text("ola: 1\n", encoding="utf-8")
    with pytest.raises(InvalidAgreement):
        ola.write(path)
    with pytest.raises(WrongCall, match='There is no format "pdf"'):
        ola.write(DEMO, "pdf")  # type: ignore[arg-type]
    with pytest.raises(WrongCall, match="The year 20260 lies outside the years that calendars cover"):
        ola.write(DEMO, year=20260)


STEPS = (
    "**First touch.** At 75% of the time warn owner; at 100% of the time tell sdr manager; "
    "at 200% of the time reassign."
)
FREEZE = (
    "**Year-end freeze.** It begins on 2026-12-24 and ends before 2027-01-02. It suspends cadence. "
    "It is agreed by marketing and sales."
)
HARBOR = loaded(TOP / "tests/vectors/agreements/harbor.ola.yaml").tree


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (("title",), "Lead agreement between Demand Generation and Inside Sales"),
        (("effective",), "In force from: 2026-01-01"),
        (("parties", "sales"), "Party sales, Team: Inside Sales; Signed for by: VP Sales"),
        (("fields", "email", "required"), "email is always filled in"),
        (("fields", "phone", "required"), "phone is filled in when `source = event`"),
        (("fields", "source", "choices"), "source is one of web, event, partner"),
        (
            ("terms", "target account"),
            "**target account** means `employees between 50 and 5000 and country in (US, CA, GB, DE)`.",
        ),
        (("scores", "fit", "max"), "The score fit: It is never more than 60."),
        (("stages", "qualified", "end"), "Stage qualified, Its way: may end here"),
        (("handoff",), "Leads are handed over by the move from mql to accepted."),
        (("commitments", "routing", "target"), "**Routing.** It is kept for 99% of leads per month."),
        (("commitments", "first touch", "restarts"), "**First touch.** A new assigned restarts the clock."),
        (
            ("commitments", "first touch", "steps"),
            STEPS,
        ),
        (
            ("exceptions", "year-end freeze"),
            FREEZE,
        ),
        (("calendars", "emea", "holidays"), "The calendar emea: It is closed on the public holidays of DE-BE."),
    ],
)
def test_a_fragment_is_said_as_the_document_says_it(path: tuple[str, ...], says: str) -> None:
    """A clause, or one key of it, has its sentence or row by itself."""
    node: Node | None = HARBOR
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    assert node is not None
    assert phrase(path, node) == says


def test_an_agreement_without_a_title_is_called_by_its_id() -> None:
    """And is not given one by being written."""
    tree = Mapping(tuple(entry for entry in HARBOR.entries if entry.name != "title"), HARBOR.place)
    text = write_document(tree, ())
    assert text.startswith("# Agreement `harbor-leads`\n")
    again = read_agreement(Source("a.ola.md", text)).tree
    assert "title" not in again
    named = Mapping(
        (Entry(Scalar("title", "title", HARBOR.place), title := text_node("Agreement harbor-leads")), *tree.entries),
        tree.place,
    )
    assert read_agreement(Source("a.ola.md", write_document(named, ()))).tree.get("title") == replace_place(title)


def text_node(text: str) -> Scalar:
    """Give a text."""
    return Scalar(text, text, Place("a.ola.md", 1, 3, 1, 25))


def replace_place(scalar: Scalar) -> Scalar:
    """Give the text as it is read in the first line of a document."""
    return replace(scalar, place=Place("a.ola.md", 1, 3, 1, 25))
