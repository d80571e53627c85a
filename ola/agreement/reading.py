"""Reading an agreement: from a text to a plan, with everything that is wrong found in one pass."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ola.agreement.agreement import Agreement
from ola.agreement.clauses.calendars import lower_calendars, lower_owners
from ola.agreement.clauses.commitments import lower_commitments
from ola.agreement.clauses.derived import (
    lower_scores,
    lower_segments,
    lower_terms,
    report_circles,
    segment_values,
)
from ola.agreement.clauses.events import lower_events, lower_histories, lower_logs, lower_merges
from ola.agreement.clauses.exceptions import lower_exceptions
from ola.agreement.clauses.fields import lower_field, lower_shapes, lower_stage_fields
from ola.agreement.clauses.for_people import lower_for_people
from ola.agreement.clauses.header import lower_systems, read_header, read_parties, teams
from ola.agreement.clauses.known import Known
from ola.agreement.clauses.limits import runs_on_calendar
from ola.agreement.clauses.stages import (
    lower_handoff,
    lower_moves,
    lower_requires,
    lower_rules,
    lower_stages,
    names_of,
)
from ola.agreement.clauses.unkeepable import report_idle, report_unkeepable
from ola.agreement.document import DOCUMENT
from ola.agreement.scope import Scope, clause_id, entries
from ola.agreement.structure import Report
from ola.expr.mistakes import UNFIT_NAME
from ola.expr.names import Names, name_fault, name_key
from ola.finding import Code, Finding, Fix, Level
from ola.plan import Field, Plan, Shape
from ola.source import Place, Source
from ola.tree.value import Entry, Node
from ola.tree.value import Mapping as Written
from ola.tree.yaml import read_yaml

NAME_TAKEN = Code(
    "OLA135",
    "error",
    "One name for two things",
    """Fields, terms, scores and segments share one namespace, because conditions use them all by their names
alone, ignoring case.

    fields:
      tier: {type: text}
    segments:
      tier: {A: score > 10, B: otherwise}

Rename one of them.""",
)
DOCUMENTS = frozenset({".md", ".markdown", ".docx", ".html", ".htm"})
_GRAVITY: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}


def read_agreement(source: Source, folder: Path | None = None) -> Agreement:
    """Read an agreement from its text, YAML or a document; `folder` is where the files it names stand.

    Never raises for what is written: `Agreement.findings` says what is wrong, and what could be read is
    in the plan all the same.
    """
    node, found = _written(source)
    return read_tree(node, source, folder, found)


def read_tree(
    node: Node | None, source: Source, folder: Path | None = None, found: tuple[Finding, ...] = ()
) -> Agreement:
    """Read an agreement from its tree; `found` is what was found while the tree was made."""
    # What a fix takes out is taken out of YAML; from a sentence or a row nothing is taken by its commas and lines.
    text = None if is_document(source.name) else source
    scope = Scope(source.name, text, [replace(each, party="ops") for each in found])
    report = _in_rows(scope.report_structure) if text is None else scope.report_structure
    root = DOCUMENT.prune(node, (), report) if node is not None else None
    # Without a required key the rest is still read, so that one slip does not hide the others.
    tree = root if isinstance(root, Written) else _whatever_fits(node)
    scope.faulty = _ids(node) - _ids(tree)
    return _lower(tree, source, folder, scope)


def _written(source: Source) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read the text into a tree, as a document where its name says that it is one."""
    if not is_document(source.name):
        return read_yaml(source)
    from ola.agreement.prose.head import with_head
    from ola.agreement.prose.paper import read_paper

    paper = read_paper(source)
    return with_head(paper.tree, paper.blocks), paper.findings


def _in_rows(report: Report) -> Report:
    """Tell what the head of a document lacks as rows of its table, not as keys of YAML."""
    from ola.agreement.prose.head import row_for

    rows = {f"The agreement has no {name}.": row_for(name, key.example) for name, key in DOCUMENT.keys.items()}

    def told(
        code: Code, message: str, place: Place, path: tuple[str, ...], advice: str | None, fix: Fix | None = None, /
    ) -> None:
        report(code, message, place, path, (not path and rows.get(message)) or advice, fix)

    return told


def is_document(name: str) -> bool:
    """Say whether a file of this name holds a document of sentences and tables rather than YAML."""
    return Path(name).suffix.lower() in DOCUMENTS


def _ids(node: Node | None) -> set[str]:
    """Give the ids of all that is written on the first two levels."""
    return {
        name
        for section in entries(node)
        for name in (section.name, *(clause_id(section.name, entry.name) for entry in entries(section.value)))
    }


def _whatever_fits(node: Node | None) -> Written:
    """Prune the sections one by one, in silence: the faults are reported already."""
    if not isinstance(node, Written):
        return Written((), Place("", 1, 1, 1, 1))
    kept: list[Entry] = []
    for entry in node.entries:
        key = DOCUMENT.keys.get(entry.name)
        value = key.holds.prune(entry.value, (entry.name,), lambda *_: None) if key is not None else None
        if value is not None:
            kept.append(Entry(entry.key, value))
    return Written(tuple(kept), node.place)


def _lower(tree: Written, source: Source, folder: Path | None, scope: Scope) -> Agreement:
    header = read_header(tree, scope)
    parties = read_parties(tree.get("parties"))
    scope.zone = header.zone
    scope.parties = tuple(party.name for party in parties)
    systems = lower_systems(tree.get("systems"), scope)
    calendars = lower_calendars(tree.get("calendars"), scope)
    scope.calendars = tuple(entry.name for entry in entries(tree.get("calendars")))
    owners = lower_owners(tree.get("owners"), scope, folder, teams(parties))

    stages_written = tree.get("stages")
    stage_names = names_of(stages_written)
    fields: dict[str, Field] = {entry.name: lower_field(entry, scope, systems) for entry in entries(tree.get("fields"))}
    lower_stage_fields(fields, stage_names, scope, tree.get("fields"))
    scope.names = _names(tree, fields, stage_names, header.zone)
    _check_names(tree, scope)

    shapes: list[Shape] = [
        shape
        for entry in entries(tree.get("fields"))
        for shape in lower_shapes(entry, fields[entry.name], scope, fields, stage_names)
    ]
    terms = lower_terms(tree.get("terms"), scope)
    scores = lower_scores(tree.get("scores"), scope)
    segments = lower_segments(tree.get("segments"), scope)
    report_circles(terms, scores, segments, scope)
    rules = list(lower_rules(tree.get("rules"), scope))
    stages, gates = lower_stages(stages_written, scope)
    shapes += lower_requires(stages_written, scope, fields, tuple(shapes))
    moves = tuple(lower_moves(tree.get("moves"), scope, stages, fields))
    handoff = lower_handoff(tree.get("handoff"), scope, stages, moves)
    logs = lower_logs(tree.get("logs"), scope, systems)
    histories = lower_histories(tree.get("histories"), scope, systems, fields)
    events = lower_events(tree.get("events"), scope, fields=fields, stages=stages, logs=logs, histories=histories)
    written = tree.get("commitments")
    on_calendar = frozenset(entry.name for entry in entries(written) if runs_on_calendar(entry.value))
    names = tuple(entry.name for entry in entries(written))
    known = Known(events, segments, scope.calendars, fields, names, on_calendar)
    deadlines, goals = lower_commitments(written, scope, known)
    exemptions = tuple(lower_exceptions(tree.get("exceptions"), scope, known))
    report_unkeepable(written, scope, deadlines, goals)
    report_idle(tree.get("exceptions"), written, scope, deadlines, goals, exemptions)
    plan = Plan(
        id=header.id,
        version=header.version,
        sha256=hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        zone=header.zone,
        title=header.title,
        since=header.since,
        until=header.until,
        founded=header.founded,
        parties=scope.parties,
        systems=systems,
        fields=fields,
        terms=terms,
        scores=scores,
        segments=segments,
        stages=stages,
        handoff=handoff,
        calendars=calendars,
        owners=owners,
        logs=logs,
        histories=histories,
        merges=lower_merges(tree.get("merges"), scope, systems, _place(tree, "merges")),
        events=events,
        shapes=tuple(shapes),
        predicates=(*rules, *gates),
        transitions=moves,
        deadlines=tuple(deadlines),
        goals=tuple(goals),
        exemptions=exemptions,
        for_people=tuple(lower_for_people(tree.get("for_people"))),
    )
    return Agreement(
        header=header,
        parties={party.name: party for party in parties},
        plan=plan,
        tree=tree,
        source=source,
        findings=in_order(scope.findings),
    )


def _place(tree: Written, section: str) -> Place | None:
    return next((entry.key.place for entry in tree.entries if entry.name == section), None)


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort findings as a reader meets them in the text; the same finding at one place stands once."""

    def where(finding: Finding) -> tuple[int, int, int, str]:
        place = finding.place
        line, column = (place.line, place.column) if isinstance(place, Place) else (0, 0)
        return line, column, _GRAVITY[finding.level], finding.code

    return tuple(dict.fromkeys(sorted(findings, key=where)))


def _names(tree: Written, fields: dict[str, Field], stages: tuple[str, ...], zone: str) -> Names:
    stand_in = Plan(id="", version="", sha256="", zone=zone, fields=fields)
    return Names(
        fields={name: stand_in.spec(name, None) for name in fields},
        terms=tuple(entry.name for entry in entries(tree.get("terms"))),
        scores=tuple(entry.name for entry in entries(tree.get("scores"))),
        segments={entry.name: segment_values(entry) for entry in entries(tree.get("segments"))},
        events=tuple(entry.name for entry in entries(tree.get("events"))),
        stages=stages,
        zone=zone,
    )


def _check_names(tree: Written, scope: Scope) -> None:
    """Report names that conditions could not use, and names of two things."""
    first: dict[tuple[str, ...], Entry] = {}
    for section in ("fields", "terms", "scores", "segments"):
        for entry in entries(tree.get(section)):
            clause = clause_id(section, entry.name)
            fault = name_fault(entry.name)
            if fault is not None:
                scope.report(
                    UNFIT_NAME, fault, entry.key.place, clause, "Choose another name, or join its words with _."
                )
            other = first.setdefault(name_key(entry.name), entry)
            if other is not entry and other.key.place != entry.key.place:
                what = f"{entry.name} is the name of something else already, on line {other.key.place.line}."
                scope.report(NAME_TAKEN, what, entry.key.place, clause, "Rename one of them.")
