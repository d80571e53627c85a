"""What a run leaves for the next: the rows that count, and the cycles that are over, in one file.

The next run reads a slice of new events onto it and says what a run over all events says. Leads of which nothing is
new, and whose cycles are all over, are not followed again.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import numpy as np
import polars as pl

from ola.clock.wall_clock import in_utc
from ola.errors import OlaError, UnreadableInput, WrongCall
from ola.evaluate.handoffs.clocks.exceptions import exemption_conditions
from ola.evaluate.handoffs.clocks.opening import deciding
from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.reading.kept import Kept, Since, Strange
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.reading.logs import hangs, reads_now
from ola.evaluate.handoffs.reading.tally import Reason, Tally
from ola.evaluate.handoffs.timeline.conditions import EventLeaf, event_leaves
from ola.evaluate.handoffs.timeline.editions import Edition
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.evaluate.handoffs.whole_file import whole_file
from ola.evaluate.needs import needs
from ola.expr import nodes
from ola.finding import DataPlace, Finding
from ola.plan import FromField, FromLog, Plan

FORMAT = "ola.state/1"

Agreements = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The cycles of one commitment that are over, and what was noticed on their way."""

    cycles: CycleTable
    early: tuple[tuple[str, str], ...] = ()
    row_stands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What one version of an agreement keeps of logs, histories and leads.

    `seen_by` says how cycles came about beside what happened: where that is not so any more, all leads are followed
    again.
    """

    logs: Mapping[str, Kept]
    histories: Mapping[str, Kept]
    leads: pl.DataFrame
    seen_by: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class State:
    """What a run leaves for the next; `as_of` is the instant it reaches, in microseconds since 1970.

    `heard` is of each version of the agreement, `live` are the leads that are followed again in any case, and
    `left_behind` says which events came too late for earlier slices.
    """

    agreements: Agreements
    as_of: int
    heard: tuple[Heard, ...]
    live: frozenset[str]
    settled: Mapping[str, Settled]
    left_behind: tuple[Finding, ...] = ()

    def since(self, version: int = 0) -> Since:
        """Where the next slice begins, for a version of the agreement."""
        return Since(self.as_of, self.heard[version].logs, self.heard[version].histories)

    def save(self, path: str | Path) -> None:
        """Write one file, beside its place first; raises UnwritableOutput."""
        with whole_file(Path(path)) as file:
            _write(self, file)

    def __repr__(self) -> str:
        rows = sum(kept.frame.height for each in self.heard for kept in [*each.logs.values(), *each.histories.values()])
        return f"State({self.agreements[0]['id']}, as of {in_utc(self.as_of)}, {rows:,} rows)"


def usable(state: State, plans: Sequence[Plan], given: Collection[str], as_of: int) -> None:
    """Raise WrongCall where a state does not fit the run: another agreement, other files, an earlier instant."""
    agreements = named(plans)
    if [dict(each) for each in state.agreements] != [dict(each) for each in agreements]:
        was, now = (
            " and ".join(f"{each['id']} {each['version']} ({each['sha256'][:12]})" for each in those)
            for those in (state.agreements, agreements)
        )
        message = (
            f"The state was made under {was}, and this run holds events against {now}. "
            "Run in full under the agreement that holds now, and save the state of that run."
        )
        raise WrongCall(message)
    if as_of < state.as_of:
        message = (
            f"The state reaches until {in_utc(state.as_of)}, and as_of {in_utc(as_of)} lies before that. "
            "Give a later as_of, or run in full."
        )
        raise WrongCall(message)
    held, known = set[str](), set[str]()
    for plan, heard in zip(plans, state.heard, strict=True):
        held |= {*heard.logs, *(plan.histories[name].log for name in heard.histories)}
        known |= {*plan.logs, *(history.log for history in plan.histories.values())}
    for name in sorted(held - set(given)):
        message = (
            f"The state holds the log {name}, and this run gives no file for it: what happened since "
            f"{in_utc(state.as_of)} would be missing. Give {name}=FILE, with the header alone where nothing did."
        )
        raise WrongCall(message)
    for name in sorted((set(given) & known) - held):
        message = (
            f"The state was made without the log {name}, so what it had before {in_utc(state.as_of)} is missing. "
            "Run in full over all files, and save the state of that run."
        )
        raise WrongCall(message)


def named(plans: Sequence[Plan]) -> Agreements:
    """Give what tells agreements apart."""
    return tuple({"id": plan.id, "version": plan.version, "sha256": plan.sha256} for plan in plans)


def require_merged(state: State, heard: Heard, leads: Leads) -> None:
    """Raise WrongCall where a merge that the state knows is not there any more: it cannot be undone in it."""
    before = cast("Mapping[str, str]", heard.seen_by["merged"])
    now = dict(zip(before, leads.surviving(pl.Series(list(before.values()), dtype=pl.String)).to_list(), strict=True))
    undone = sorted(lead for lead, into in now.items() if leads.merged.get(lead) != into)
    if undone:
        message = (
            f"{leads.shown(undone[0])} was merged into another lead by {in_utc(state.as_of)}, and is not any more. "
            "Give the whole file of merges with each slice, or run in full."
        )
        raise WrongCall(message)


def followed_again(state: State, heard: Heard, edition: Edition, seen_by: Mapping[str, object]) -> set[str] | None:
    """Give the leads whose cycles may have changed since; nothing where it may be all of them."""
    happenings = edition.happenings
    if heard.seen_by != seen_by or _all_hang(edition.plan):
        return None
    changed = _changed(heard.leads, edition.leads.frame)
    if changed is None:
        return None
    found = {*changed, *(lead for who in happenings.undated.values() for lead in who)}
    found |= {lead for lead, _ in happenings.ahead}
    new = np.unique(happenings.lead[happenings.at > state.as_of]).tolist()
    found |= {happenings.leads[number] for number in new}
    for kept in (*happenings.slices.logs.values(), *happenings.slices.histories.values()):
        if kept.touched is not None:
            found.update(lead for lead in kept.touched.to_list() if lead is not None)
    return found


def seen(leads: Leads, happenings: Happenings, system: str | None) -> dict[str, object]:
    """Say how cycles come about in a run, beside what happened: as plain values, to be compared."""
    return {
        "ola": version("ola-contract"),
        "system": system,
        "merged": dict(sorted(leads.merged.items())),
        "tangled": dict(sorted(happenings.tangled.items())),
        "differing": sorted(leads.differing),
        "leads": leads.given,
        "leads_lacking": dict(sorted(leads.lacking.items())),
        "lacking": {happenings.roster.names[event]: why for event, why in sorted(happenings.lacking.items())},
    }


def _all_hang(plan: Plan) -> bool:
    """Whether past cycles of any lead may hang on the leads' rows of today or on the instant of the report."""
    for event in plan.events.values():
        if isinstance(event.seen, FromLog) and reads_now(event.seen):
            return True
    conditions = [each for deadline in plan.deadlines for each in deciding(plan, deadline)]
    if any(deadline.starts and needs(plan, *deciding(plan, deadline)).now for deadline in plan.deadlines):
        return True
    for exemption in plan.exemptions:
        conditions += exemption_conditions(exemption)
    leaves: tuple[EventLeaf, ...] = event_leaves(plan, conditions)
    for leaf in leaves:
        if isinstance(leaf, nodes.CountOf):
            counted = plan.events.get(leaf.event)
            of = None if counted is None else counted.seen
            if isinstance(of, FromField) or (isinstance(of, FromLog) and hangs(of)):
                return True
    return False


def _changed(before: pl.DataFrame, now: pl.DataFrame) -> set[str] | None:
    """Give the leads whose row is not what it was; nothing where the rows have other columns."""
    if before.schema != now.schema:
        return None
    one, other = _plain(before), _plain(now)
    columns = one.columns
    new = other.join(one, on=columns, how="anti", nulls_equal=True).get_column("lead").to_list()
    gone = one.join(other, on=columns, how="anti", nulls_equal=True).get_column("lead").to_list()
    return {*new, *gone}


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Give lists as texts, since rows are not compared by lists."""
    listed = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(listed).cast(pl.List(pl.String)).list.join("\x1f")) if listed else frame


# ── the file ──


def read_state(path: str | os.PathLike[str]) -> State:
    """Read a state; raises UnreadableInput for a file that is missing, damaged, or no state."""
    place = Path(path)
    try:
        with zipfile.ZipFile(place) as archive:
            return _read(archive)
    except FileNotFoundError:
        message = f"There is no state {place}. Run in full and save one: --save-state {place}."
        raise UnreadableInput(message) from None
    except OlaError:
        raise
    except OSError as error:
        message = f"The state {place} cannot be read: {error.strerror or error}."
        raise UnreadableInput(message) from error
    except Exception as error:  # whatever a damaged file makes of JSON, zip and Parquet
        message = f"{place} is no state that ola can read, or it is damaged. Run in full, and save the state again."
        raise UnreadableInput(message) from error


def _write(state: State, file: Any) -> None:
    head: dict[str, Any] = {
        "format": FORMAT,
        "agreements": [dict(each) for each in state.agreements],
        "as_of": state.as_of,
        "polars": pl.__version__,
        "left_behind": [_finding_out(each) for each in state.left_behind],
        "heard": [],
        "settled": [],
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for version, heard in enumerate(state.heard):
            said: dict[str, Any] = {"seen_by": heard.seen_by, "logs": [], "histories": []}
            for which, all_kept in (("logs", heard.logs), ("histories", heard.histories)):
                for i, (name, kept) in enumerate(all_kept.items()):
                    said[which].append({"name": name, **_kept_out(kept)})
                    _put(archive, f"{version}-{which}-{i}.parquet", kept.frame)
                    _put(archive, f"{version}-{which}-{i}-gone.parquet", kept.gone)
            _put(archive, f"{version}-leads.parquet", heard.leads)
            head["heard"].append(said)
        _put(archive, "live.parquet", pl.DataFrame({"lead": pl.Series(sorted(state.live), dtype=pl.String)}))
        for i, (name, settled) in enumerate(state.settled.items()):
            head["settled"].append(
                {
                    "name": name,
                    "clause": settled.cycles.clause,
                    "early": [list(each) for each in settled.early],
                    "row_stands": list(settled.row_stands),
                }
            )
            _put(archive, f"settled-{i}.parquet", _table_out(settled.cycles))
        archive.writestr("state.json", json.dumps(head, ensure_ascii=False, default=str))


def _read(archive: zipfile.ZipFile) -> State:
    damaged = archive.testzip()
    if damaged is not None:
        message = f"{damaged} is damaged."
        raise ValueError(message)
    head = json.loads(archive.read("state.json"))
    if head["format"] != FORMAT:
        message = (
            f"The state is of the format {head['format']}, and this version of ola reads {FORMAT}. "
            "Run in full, and save the state again."
        )
        raise UnreadableInput(message)
    same = head["polars"] == pl.__version__
    heard = tuple(
        Heard(
            _all_kept_in(archive, version, "logs", said, same=same),
            _all_kept_in(archive, version, "histories", said, same=same),
            _get(archive, f"{version}-leads.parquet"),
            said["seen_by"],
        )
        for version, said in enumerate(head["heard"])
    )
    settled = {
        each["name"]: Settled(
            _table_in(_get(archive, f"settled-{i}.parquet"), each["clause"]),
            tuple((lead, event) for lead, event in each["early"]),
            tuple(each["row_stands"]),
        )
        for i, each in enumerate(head["settled"])
    }
    return State(
        tuple(head["agreements"]),
        head["as_of"],
        heard,
        frozenset(_get(archive, "live.parquet").get_column("lead").to_list()),
        settled,
        tuple(_finding_in(each) for each in head["left_behind"]),
    )


def _kept_out(kept: Kept) -> dict[str, object]:
    return {
        "columns": sorted(kept.columns),
        "missing": list(kept.missing),
        "names": [[folded, *each] for folded, each in kept.names.items()],
        "tally": _tally_out(kept.tally),
    }


def _all_kept_in(
    archive: zipfile.ZipFile, version: int, which: str, said: Mapping[str, Any], *, same: bool
) -> dict[str, Kept]:
    return {
        each["name"]: _kept_in(
            _get(archive, f"{version}-{which}-{i}.parquet"),
            _get(archive, f"{version}-{which}-{i}-gone.parquet"),
            each,
            same=same,
        )
        for i, each in enumerate(said[which])
    }


def _kept_in(frame: pl.DataFrame, gone: pl.DataFrame, data: Mapping[str, Any], *, same: bool) -> Kept:
    if frame.width and not same:
        # Another version of Polars tells rows apart by other numbers: none of these is known again.
        frame = frame.with_columns(pl.lit(None, dtype=pl.UInt64).alias(name) for name in ("same1", "same2"))
    names = {row[0]: cast("Strange", tuple(row[1:])) for row in data["names"]}
    return Kept(frame, _tally_in(data["tally"]), frozenset(data["columns"]), tuple(data["missing"]), names, gone=gone)


def _put(archive: zipfile.ZipFile, name: str, frame: pl.DataFrame) -> None:
    """Write a frame; one without columns gets one, since Parquet has no file without."""
    written = io.BytesIO()
    (frame if frame.width else pl.DataFrame({"": pl.Series([], dtype=pl.Null)})).write_parquet(written)
    archive.writestr(name, written.getvalue())


def _get(archive: zipfile.ZipFile, name: str) -> pl.DataFrame:
    frame = pl.read_parquet(io.BytesIO(archive.read(name)))
    return pl.DataFrame() if frame.columns == [""] else frame


_NUMBERS = ("starts", "dues", "stops", "worked", "wall", "breaches")


def _table_out(table: CycleTable) -> pl.DataFrame:
    names = list(dict.fromkeys(name for each in table.segments.words for name in each))
    return pl.DataFrame(
        [
            table.leads.series("leads"),
            pl.Series("numbers", table.numbers, dtype=pl.Int64),
            pl.Series("outcomes", table.outcomes.astype(np.int8)),
            *(pl.Series(name, np.asarray(getattr(table, name), dtype=np.int64)) for name in _NUMBERS),
            table.owners.series("owners"),
            table.reasons.series("reasons"),
            *(table.segments.series(f"in {name}", [each.get(name) for each in table.segments.words]) for name in names),
        ]
    )


def _table_in(frame: pl.DataFrame, clause: str) -> CycleTable:
    names = [name for name in frame.columns if name.startswith("in ")]
    columns = [frame.get_column(name).to_list() for name in names]
    segments: list[Mapping[str, str]] = [{} for _ in range(frame.height)]
    if names:
        kinds: dict[tuple[str | None, ...], dict[str, str]] = {}
        short = [name.removeprefix("in ") for name in names]
        for values in zip(*columns, strict=True):
            if values not in kinds:
                kinds[values] = {name: value for name, value in zip(short, values, strict=True) if value is not None}
        segments = [kinds[values] for values in zip(*columns, strict=True)]
    return CycleTable(
        clause=clause,
        leads=Coded.of(frame.get_column("leads").to_list()),
        numbers=frame.get_column("numbers").to_numpy(),
        outcomes=frame.get_column("outcomes").to_numpy(),
        owners=Coded.of(frame.get_column("owners").to_list()),
        reasons=Coded.of(frame.get_column("reasons").to_list()),
        segments=Coded.same(segments),
        starts=frame.get_column("starts").to_numpy(),
        dues=frame.get_column("dues").to_numpy(),
        stops=frame.get_column("stops").to_numpy(),
        worked=frame.get_column("worked").to_numpy(),
        wall=frame.get_column("wall").to_numpy(),
        breaches=frame.get_column("breaches").to_numpy(),
    )


def _tally_out(tally: Tally) -> dict[str, object]:
    return {
        "name": tally.name,
        "file": tally.file,
        "rows": tally.rows,
        "left_out": tally.left_out,
        "examples": tally.examples,
        "first": {reason: place.to_dict() for reason, place in tally.first.items()},
        "earlier": [_finding_out(each) for each in tally.earlier],
    }


def _tally_in(data: Mapping[str, Any]) -> Tally:
    first = {cast("Reason", reason): DataPlace(**place) for reason, place in data["first"].items()}
    return Tally(
        data["name"],
        data["file"],
        data["rows"],
        0,
        data["left_out"],
        data["examples"],
        first,
        earlier=[_finding_in(each) for each in data["earlier"]],
    )


def _finding_out(finding: Finding) -> dict[str, object]:
    found = asdict(replace(finding, place=None))
    place = finding.place
    found["place"] = place.to_dict() if isinstance(place, DataPlace) else None
    return found


def _finding_in(data: Mapping[str, Any]) -> Finding:
    place = None if data["place"] is None else DataPlace(**data["place"])
    return Finding(**{**data, "place": place, "examples": tuple(data["examples"])})
