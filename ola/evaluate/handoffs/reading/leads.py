"""What the leads' own rows say: the fields that clocks ask for, read by the reader of their system."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from ola.evaluate.handoffs.reading.pieces import Source, notes, pieces, read
from ola.evaluate.masking import mask
from ola.fieldtypes.spec import Spec
from ola.finding import Code, DataPlace, Finding
from ola.plan import Plan

NO_KEY = Code(
    "OLA503",
    "error",
    "The leads cannot be joined with events",
    """\
The leads have no column that holds the key field, so no row can be told to be the lead an event belongs to.

    fields:
      lead_id: {type: id, key: true, in: {hubspot: hs_object_id}}

Give one field `key: true`, name its column in the system under `in`, say the right `--system`, and export that
column. Until then the leads count as not given.""",
)
DIFFERING_ROWS = Code(
    "OLA512",
    "warning",
    "A lead has rows that differ",
    """\
Two rows of the leads have one key and say different things in fields that clocks ask for. Neither is taken:
input order never decides. Conditions on such a lead cannot be decided, and its cycles that need one are unknown.
Find out which row is right and take the other out; `ola check` lists every repeated key.""",
)


ROWS_DIFFER = "its rows among the leads differ"


@dataclass(frozen=True)
class Leads:
    """The rows of the leads by key.

    `frame` has the column `lead` and, for each field read, `=NAME` (null where blank or malformed) and `?NAME`
    (whether it is blank). `lacking` says of a field that is not there why it is not. `differing` are leads whose
    rows say different things, so that none of them is taken. `merged` says of leads that were merged into which.
    """

    frame: pl.DataFrame
    given: bool
    lacking: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    rows: int = 0
    key_is_personal: bool = False
    differing: frozenset[str] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)

    def surviving(self, leads: pl.Series) -> pl.Series:
        """Give, for each lead, the one it was merged into at last, else itself."""
        if not self.merged:
            return leads
        return leads.replace(list(self.merged), list(self.merged.values()))

    def has(self, name: str) -> bool:
        """Whether the field was read."""
        return f"={name}" in self.frame.columns

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where in the frame each lead stands."""
        return {lead: i for i, lead in enumerate(self.frame.get_column("lead").to_list())}

    @cached_property
    def _columns(self) -> dict[str, list[object]]:
        return {}

    def column(self, name: str) -> list[object]:
        """Give a column of the frame as Python values, turned once."""
        known = self._columns.get(name)
        if known is None:
            known = self._columns[name] = self.frame.get_column(name).to_list()
        return known

    def kinds(self, names: Sequence[str]) -> list[int]:
        """Number the rows so that two have one number exactly when they agree in these fields."""
        columns = [f"{sign}{name}" for name in names if self.has(name) for sign in "=?"]
        known = self._kinds.get(tuple(columns))
        if known is None:
            if columns and not any(isinstance(self.frame.schema[name], pl.List) for name in columns):
                rows = self.frame.select(columns)
                kinds = rows.unique(maintain_order=True).with_row_index("kind")
                joined = rows.join(kinds, on=columns, how="left", nulls_equal=True, maintain_order="left")
                known = joined.get_column("kind").to_list()
            elif columns:
                known = list(range(self.frame.height))
            else:
                known = [0] * self.frame.height
            self._kinds[tuple(columns)] = known
        return known

    @cached_property
    def _kinds(self) -> dict[tuple[str, ...], list[int]]:
        return {}

    def of(self, some: Collection[str]) -> Leads:
        """Give the rows of some leads alone."""
        return replace(self, frame=self.frame.filter(pl.col("lead").is_in(list(some))))

    def value(self, lead: str, name: str) -> object:
        """Give a lead's value of a field, null where there is none."""
        at = self.place.get(lead)
        return None if at is None or not self.has(name) else self.column(f"={name}")[at]

    def no_row(self, lead: str) -> str:
        """Say why a lead has no row that could be taken."""
        if lead in self.differing:
            return ROWS_DIFFER
        return "the lead has no row among the leads" if self.given else "the leads were not given"

    def shown(self, lead: str) -> str:
        """Give a lead's key as messages show it."""
        return mask(lead) if self.key_is_personal else lead


def no_leads(plan: Plan) -> Leads:
    """Stand for leads that were not given."""
    empty = pl.DataFrame({"lead": pl.Series([], dtype=pl.String)})
    personal = plan.key is not None and plan.key.personal
    return Leads(empty, given=False, key_is_personal=personal)


def read_leads(plan: Plan, source: Source | None, system: str | None, wanted: Iterable[str]) -> Leads:
    """Read the key and the wanted fields of every lead; rows without a key are no leads."""
    if source is None:
        return no_leads(plan)
    key = plan.key
    key_column = None if key is None else key.column(system)
    name = getattr(source, "name", "leads")
    columns = {each: plan.fields[each].column(system) for each in dict.fromkeys(wanted)}
    asked = dict.fromkeys([*([key_column] if key_column else []), *(each for each in columns.values() if each)])
    parts: list[pl.DataFrame] = []
    rows, seen, has_key, of_records = 0, set[str](), False, False
    for piece in pieces(source, list(asked)):
        rows += piece.frame.height + len(piece.unreadable)
        seen.update(piece.frame.columns)
        if key is None or key_column not in piece.frame.columns:
            continue
        has_key = True
        frame = piece.frame
        if piece.records is not None:
            # A record leaves out what is blank: that no record has a key says nothing of the file.
            of_records = True
            absent = [each for each in asked if each not in frame.columns]
            frame = frame.with_columns(pl.lit(None, dtype=pl.Null).alias(each) for each in absent)
        parts.append(_read_piece(plan, frame, key_column, columns, system))
    if key is None or key_column is None or (rows and not has_key):
        message, advice = _no_key(plan, system, name), _other_system(plan, seen)
        finding = Finding(NO_KEY.code, NO_KEY.level, message, place=DataPlace(file=name), advice=advice)
        return replace(no_leads(plan), findings=(finding,), rows=rows)
    lacking = {
        # A file without rows does not show which columns it has.
        each: f"{system} has no field {each}"
        if column is None
        else f"{name} has no {f'column {column}' if rows else 'rows'}"
        for each, column in columns.items()
        if column is None or not (of_records or column in seen)
    }
    frame = pl.concat(parts, how="diagonal") if parts else no_leads(plan).frame
    frame = frame.filter(pl.col("lead").is_not_null())
    findings: list[Finding] = []
    differing: tuple[str, ...] = ()
    if frame.get_column("lead").n_unique() < frame.height:
        frame, differing, findings = _one_row_each(frame, name, personal=key.personal)
    return Leads(
        frame,
        given=True,
        lacking=lacking,
        findings=(*notes(source), *findings),
        rows=rows,
        key_is_personal=key.personal,
        differing=frozenset(differing),
    )


def _read_piece(
    plan: Plan, frame: pl.DataFrame, key_column: str, columns: Mapping[str, str | None], system: str | None
) -> pl.DataFrame:
    key = plan.key
    spec = Spec("id") if key is None else plan.spec(key.name, system)
    leads, _ = read(frame, key_column, spec)
    made = [leads.cast(pl.String).alias("lead")]
    for each, column in columns.items():
        if column is None or column not in frame.columns:
            continue
        values, blank = read(frame, column, plan.spec(each, system))
        made += [values.alias(f"={each}"), blank.alias(f"?{each}")]
    return pl.DataFrame(made)


def _one_row_each(
    frame: pl.DataFrame, file: str, *, personal: bool
) -> tuple[pl.DataFrame, tuple[str, ...], list[Finding]]:
    frame = frame.unique(maintain_order=True)
    twice = frame.filter(pl.col("lead").is_duplicated()).get_column("lead").unique().sort().to_list()
    findings = []
    if twice:
        examples = tuple(mask(lead) if personal else lead for lead in twice[:3])
        what = "1 lead has rows" if len(twice) == 1 else f"{len(twice):,} leads have rows"
        findings.append(
            Finding(
                DIFFERING_ROWS.code,
                DIFFERING_ROWS.level,
                f"{what} that differ in fields that clocks ask for; none of the rows is taken.",
                place=DataPlace(file=file, key=examples[0]),
                count=len(twice),
                examples=examples,
            )
        )
    return frame.filter(~pl.col("lead").is_duplicated()), tuple(twice), findings


def _other_system(plan: Plan, columns: Collection[str]) -> str | None:
    """Advise on a system whose key column the leads do have."""
    if plan.key is None:
        return None
    found = next((name for name in plan.systems if plan.key.column(name) in columns), None)
    return None if found is None else f"The key column of {found} is there: add --system {found}."


def _no_key(plan: Plan, system: str | None, name: str) -> str:
    if plan.key is None:
        return f"No field of the agreement is the key, so {name} cannot be joined with events."
    column = plan.key.column(system)
    if column is None:
        return f"The key {plan.key.name} is not in {system}, so {name} cannot be joined with events."
    return f"{name} has no column {column}, which holds the key {plan.key.name}."
