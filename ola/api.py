"""What one can do with an agreement: draft, load, lint, check leads, measure handoffs, export.

Every function is re-exported by `ola`. What a function needs is imported when it is called, so that
loading this file costs nothing.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from ola.errors import InvalidAgreement, NaiveDatetime, WrongCall

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from ola.agreement.agreement import Agreement
    from ola.agreement.prose.paper import Paper
    from ola.batch import Batch
    from ola.drafting import Draft
    from ola.evaluate.handoffs.clocks.timer import Timer
    from ola.evaluate.handoffs.state import State
    from ola.evaluate.handoffs.timing import Timing
    from ola.evaluate.leads.drift.profile import Profile
    from ola.evaluate.leads.record import Checker
    from ola.export.target import Export
    from ola.finding import Code, Finding
    from ola.lint.mending import Mended
    from ola.source import Source

Moment = dt.datetime | str | None


def read(agreement: str | os.PathLike[str] | bytes) -> Agreement:
    """Read an agreement from a file, from standard input (`-`), or from bytes; its findings say what is wrong.

    Raises UnreadableInput for a file that is missing or not text; never for what is written in it.
    """
    import sys
    from pathlib import Path

    from ola.agreement.reading import read_agreement
    from ola.tree.reading import load_text

    if agreement == "-":
        return read_agreement(load_text(sys.stdin.buffer.read(), "<stdin>"))
    folder = None if isinstance(agreement, bytes) else Path(agreement).parent
    return read_agreement(load_text(agreement), folder)


def read_document(document: str | os.PathLike[str] | bytes) -> Paper:
    """Read a document of plain sentences, lists and tables, and say of each what was understood.

    `document` is a path, `-`, or the bytes of a Markdown text. `paper.readings` has an entry for each sentence and row
    in the order of the text, `paper.counts` how many clauses are checked, for people, ambiguous and not understood;
    nothing is guessed. `paper.findings` tells of these and of the document as a whole, what it says twice in two ways
    and what is missing. Raises UnreadableInput for a file that is missing or not text; never for what is written in it.
    """
    import sys
    from dataclasses import replace

    from ola.agreement.prose.paper import read_paper
    from ola.lint.papers import lint_paper
    from ola.tree.reading import load_text

    given = load_text(sys.stdin.buffer.read(), "<stdin>") if document == "-" else load_text(document)
    paper = read_paper(given)
    # What is read in full is an agreement, of which ola.lint asks all of this and more.
    is_open = paper.counts["ambiguous"] + paper.counts["not_understood"] > 0
    return replace(paper, findings=lint_paper(paper)) if is_open else paper


def write(
    agreement: Agreement | str | os.PathLike[str] | bytes,
    to: Literal["markdown", "html", "docx", "yaml"] = "markdown",
    *,
    year: int | None = None,
    as_of: Moment = None,
) -> str | bytes:
    """Write an agreement as a document to sign: a text of Markdown or HTML, or the bytes of a Word file.

    Reading the document gives the agreement again; with `yaml` the agreement is written as YAML, in the style of `fmt`.
    The public holidays of the calendars are spelled out for `year`; without one, for the years in which the agreement
    is in force, or where that has no end, for the year of `as_of`. Raises InvalidAgreement for one that has errors,
    WrongCall for another format.
    """
    from ola.agreement.writing.document import write_document
    from ola.agreement.writing.formats import FORMATS
    from ola.agreement.writing.holidays import years_in_force
    from ola.clock.calendar import FIRST_YEAR, LAST_YEAR

    if to not in {*FORMATS, "yaml"}:
        msg = f'There is no format "{to}". Write one of {", ".join(FORMATS)} or yaml.'
        raise WrongCall(msg)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        msg = f"The year {year} lies outside the years that calendars cover, {FIRST_YEAR} to {LAST_YEAR}."
        raise WrongCall(msg)
    agreed = _usable(agreement)
    if to == "yaml":
        return _as_yaml(agreed)
    years = (year,) if year is not None else years_in_force(agreed.header, moment(as_of, agreed))
    return FORMATS[to](write_document(agreed.tree, years))


def _as_yaml(agreement: Agreement) -> str:
    """Write an agreement's values as YAML, in the style of `ola fmt`."""
    import json

    from ola.formatting.yaml_text import formatted_yaml
    from ola.source import Source
    from ola.tree.value import to_plain

    # JSON is YAML; what it looks like is the formatter's to say.
    return formatted_yaml(Source("agreement.ola.yaml", json.dumps(to_plain(agreement.tree), ensure_ascii=False)))


def load(agreement: str | os.PathLike[str] | bytes) -> Agreement:
    """Read an agreement that is to be used; raises InvalidAgreement, carrying the findings, where it has errors.

    `agreement.findings` holds what reading found beside errors; `ola.lint` adds every check.
    """
    return _usable(read(agreement))


def lint(agreement: Agreement | str | os.PathLike[str] | bytes, as_of: Moment = None) -> tuple[Finding, ...]:
    """Give every finding about an agreement by itself, in the order of its text, on the day of `as_of`."""
    from ola.lint import lint as every_check

    agreed = agreement if _is_read(agreement) else read(agreement)
    return every_check(agreed, moment(as_of, agreed))


def fmt(source: Source | str | os.PathLike[str] | bytes) -> str:
    """Give the text of an agreement in one order and style, its words and comments kept; nothing is written.

    Raises UnreadableInput, and InvalidAgreement for a text that cannot be read as the document it is.
    """
    from ola.formatting import formatted
    from ola.source import Source
    from ola.tree.reading import load_text

    return formatted(source if isinstance(source, Source) else load_text(source))


def mend(agreement: Agreement | str | os.PathLike[str] | bytes, as_of: Moment = None) -> Mended:
    """Fix what is wrong with an agreement and has one right answer; nothing is written.

    `mended.text` is the agreement with the fixes, `mended.diff` the change, `mended.fixed` and `mended.left` the
    findings that are gone and those that are left. Raises UnreadableInput for a file that is missing or not text.
    """
    from pathlib import Path

    from ola.agreement.reading import read_agreement
    from ola.lint.mending import mend as mended

    agreed = agreement if _is_read(agreement) else read(agreement)
    # Files that the agreement names stand beside it.
    folder = Path(agreed.source.name).parent
    return mended(agreed, lambda source: read_agreement(source, folder), moment(as_of, agreed))


def checker(
    agreement: Agreement | str | os.PathLike[str] | bytes, system: str | None = None, at: str | None = None
) -> Checker:
    """Compile the check of one lead: a function from a mapping, in a system's words, to a `LeadVerdict`.

    `at` is the stage it is judged at, `claimed` for the one it claims; without it, the stage the handoff
    leaves. Raises WrongCall for a system or stage the agreement does not have.
    """
    from ola.evaluate.leads.record import compile_checker

    return compile_checker(_usable(agreement).plan, system, at)


def check(
    agreement: Agreement | str | os.PathLike[str] | bytes,
    leads: object,
    *,
    system: str | None = None,
    at: str | None = None,
    as_of: Moment = None,
    accepted: str | os.PathLike[str] | None = None,
    rejected: str | os.PathLike[str] | None = None,
    verdicts: str | os.PathLike[str] | None = None,
    known: object = None,
    translate: str | None = None,
    limit: int = 100,
    format: Literal["csv", "jsonl", "parquet"] | None = None,  # noqa: A002 (the word of the command line)
    encoding: str | None = None,
    delimiter: str | None = None,
    advance: Callable[[int, float | None], None] | None = None,
) -> Batch:
    """Hold many leads against an agreement.

    `leads` are a path or a list of paths, a folder, a pattern (`leads/*.parquet`), `-`; a table of a database by its
    address (`postgresql://db.example/sales#leads`) or an `ola.Query`; a list of mappings; a frame of Polars, pandas or
    Arrow, a DuckDB relation. `known` are leads of the same kinds whose unique values no lead may have.

    With `accepted`, `rejected` or `verdicts` (a row a lead) the rows are written while they are read, and a manifest
    beside them; the latter two may be tables. Otherwise nothing is judged before the batch is asked. `translate` names
    another system: the accepted rows are then written in its names and values, and `batch.translated` gives them.
    `limit` findings are kept; all are counted. `advance` is called with the rows so far and the share done. Raises
    UnreadableInput, UnwritableOutput, WrongCall.
    """
    from ola.batch import Batch
    from ola.rows.output import place_of, require_file
    from ola.rows.read import open_rows

    agreed = _usable(agreement)
    rows = open_rows(leads, format=format, encoding=encoding, delimiter=delimiter)
    others = None if known is None else open_rows(known)
    batch = Batch(agreed.plan, rows, system, at, moment(as_of, agreed), limit, translate, others)
    if accepted is None and rejected is None and verdicts is None and advance is None:
        return batch
    good = None if accepted is None else require_file(accepted, "accepted")
    return batch.write(good, place_of(rejected), advance, verdicts=place_of(verdicts))


def profile(
    agreement: Agreement | str | os.PathLike[str] | bytes,
    leads: object,
    *,
    system: str | None = None,
    at: str | None = None,
    as_of: Moment = None,
    events: object = None,
    format: Literal["csv", "jsonl", "parquet"] | None = None,  # noqa: A002 (the word of the command line)
    encoding: str | None = None,
    delimiter: str | None = None,
    advance: Callable[[int, float | None], None] | None = None,
) -> Profile:
    """Say what an agreement does not expect of leads: unknown columns, values outside lists, blanks, odd dates.

    `leads` are what `check` takes; they are gone through once. `at` is the stage whose requirements count, as there.
    With `events`, as `measure` takes them, names of events and stages that the agreement does not know are told too.
    Raises UnreadableInput, WrongCall.
    """
    from ola.evaluate.leads.drift.profiling import profile_rows
    from ola.rows.read import open_rows

    agreed = _usable(agreement)
    now = moment(as_of, agreed)
    with open_rows(leads, format=format, encoding=encoding, delimiter=delimiter) as rows:
        found = profile_rows(agreed.plan, rows, system, at, as_of=now, advance=advance).joined(*rows.findings)
        if events is None:
            return found
        from ola.evaluate.handoffs.unknown_names import unknown_names

        named = events if isinstance(events, Mapping) else {default_log(agreed): events}
        logs = {name: open_rows(each) for name, each in named.items()}
        return found.joined(*unknown_names(agreed.plan, logs, rows, system, now))


def measure(
    agreement: Agreement | str | os.PathLike[str] | bytes | Sequence[Agreement | str | os.PathLike[str]],
    events: object,
    *,
    leads: object = None,
    system: str | None = None,
    as_of: Moment = None,
    by: str | Sequence[str] = (),
    since: dt.date | str | None = None,
    state: State | str | os.PathLike[str] | None = None,
    keep_state: bool | None = None,
) -> Timing:
    """Hold events against an agreement's clocks: a verdict for each commitment, lead and cycle, and goals by period.

    `agreement` may be a list: the versions of one agreement, whose effective dates do not overlap. Each cycle is then
    judged by the version in force at its start.

    `events` is the default log (a path or a frame), or a mapping of logs and histories by name. `leads` are the
    rows whose fields conditions, segments and timestamps read. `by` names what every commitment is cut by: `owner`,
    `team`, `party`, segments and fields. Numbers are counted from `since` on, or from the day the agreement came into
    force.

    With a `state` (a file that `timing.save_state` wrote, or `timing.state`) the events are those that happened since,
    and the answer is what one run over all events says; the leads are given anew. `keep_state` keeps what
    `save_state` writes; a run from a state keeps it anyway. Raises UnreadableInput, WrongCall.
    """
    from ola.evaluate.handoffs.state import State, read_state
    from ola.evaluate.handoffs.timeline.editions import in_order_of_time
    from ola.evaluate.handoffs.timing import measure as timed
    from ola.rows.read import open_rows, require_one_file

    versions = [_usable(each) for each in _versions(agreement)]
    plans = in_order_of_time([each.plan for each in versions])
    newest = next(each for each in versions if each.plan is plans[-1])
    named = events if isinstance(events, Mapping) else {default_log(newest): events}
    logs = {name: require_one_file(open_rows(each)) for name, each in named.items()}
    known = None if leads is None else require_one_file(open_rows(leads))
    cuts = (by,) if isinstance(by, str) else tuple(by)
    before = state if state is None or isinstance(state, State) else read_state(state)
    return timed(
        plans,
        logs,
        known,
        system,
        as_of=moment(as_of, newest),
        by=cuts,
        since=_date(since),
        state=before,
        keep_state=before is not None if keep_state is None else keep_state,
    )


def timer(agreement: Agreement | str | os.PathLike[str] | bytes, commitment: str, system: str | None = None) -> Timer:
    """Compile a commitment's clock for routing code: `timer.due(start=…, lead=…)`, `remaining`, `warning`.

    A timer may be used by many threads and pickled. Raises WrongCall for a commitment that is no clock or that
    the agreement does not have.
    """
    from ola.evaluate.handoffs.clocks.timer import Timer

    return Timer(_usable(agreement).plan, commitment, system)


def due(
    agreement: Agreement | str | os.PathLike[str] | bytes,
    commitment: str,
    start: dt.datetime,
    lead: Mapping[str, Any] | None = None,
    system: str | None = None,
    owner: str | None = None,
) -> dt.datetime:
    """Give the instant at which a clock that starts now is due for a lead; aware, on the start's own clock.

    It is `ola.timer` and its question in one call; whoever asks more than once compiles the timer once.
    Raises WrongCall for a commitment that is no clock or that the agreement does not have.
    """
    return timer(agreement, commitment, system).due(start, lead, owner)


def default_log(agreement: Agreement) -> str:
    """Give the log that a file without a name is taken for: the first one listed."""
    plan = agreement.plan
    if plan.logs:
        return next(iter(plan.logs))
    if plan.histories:
        return next(iter(plan.histories.values())).log
    message = f"{agreement.source.name} names no logs, so no file of events can be read. Add logs: or histories:."
    raise WrongCall(message)


def named_logs(agreement: Agreement | Sequence[Agreement], files: list[str]) -> dict[str, str]:
    """Give the files of a command line by the logs they are: `stages=changes.csv`, the first unnamed the default."""
    versions = list(agreement) if isinstance(agreement, Sequence) else [agreement]
    plans = [each.plan for each in versions]
    known = dict.fromkeys(
        name
        for plan in plans
        for name in (
            *plan.logs,
            *(each.log for each in plan.histories.values()),
            *(() if plan.merges is None else (plan.merges.log,)),
        )
    )
    named: dict[str, str] = {}
    for file in files:
        name, sign, path = file.partition("=")
        if not sign or "://" in name:  # what an address asks for may hold an equals sign
            name, path = default_log(versions[-1]), file
        elif name not in known:
            message = f"There is no log or history {name}. The agreement names {', '.join(known) or 'none'}."
            raise WrongCall(message)
        if not path:
            message = f"{name}= names no file. Write {name}=FILE."
            raise WrongCall(message)
        if name in named:
            message = f"{name} is given twice: {named[name]} and {path}. Name each file: LOG=FILE."
            raise WrongCall(message)
        named[name] = path
    return named


def export(
    agreement: Agreement | str | os.PathLike[str] | bytes,
    target: str,
    *,
    system: str | None = None,
    at: str | None = None,
    as_of: Moment = None,
) -> Export:
    """Write an agreement for another tool: `json-schema`, `pydantic`, `requirements`; files and losses come back.

    What lint finds on the day of `as_of` becomes the open questions of a document. Raises WrongCall.
    """
    from ola.export import export as to_target

    agreed = _usable(agreement)
    return to_target(agreed, target, system=system, at=at, findings=lint(agreed, as_of))


def draft(source: object, *, system: str | None = None, currency: str | None = None) -> Draft:
    """Draft the fields of an agreement from what a system says of its leads, or from a sample of them.

    `source` is a path or `-` of a Salesforce describe, a HubSpot property list, a Marketo catalogue, or leads in CSV,
    JSON Lines or Parquet; a describe that is parsed already, a list of mappings or a frame do as well. `system` names
    the system where it is to be another than the one recognised, `currency` says what money is in. `draft.text` is the
    agreement, which `ola.load` reads; `draft.guesses` lists what the source does not say. Raises UnreadableInput for a
    file that is none of these, WrongCall.
    """
    from ola.drafting import draft as drafted

    return drafted(source, system, currency)


def explain(code: str) -> Code:
    """Give a finding's page; raises WrongCall for a code that does not exist."""
    from ola.pages import CODES, near_codes

    found = CODES.get(code.strip().upper())
    if found is None:
        message = f"There is no finding {code}. {near_codes(code)}"
        raise WrongCall(message)
    return found


def codes() -> tuple[Code, ...]:
    """Give the page of every finding, by code."""
    from ola.pages import CODES

    return tuple(CODES.values())


def moment(as_of: Moment, agreement: Agreement) -> dt.datetime:
    """Give the instant of a check: now, an aware datetime, or a text; without offset it is in the agreement's zone."""
    if as_of is None:
        return dt.datetime.now(dt.UTC)
    if isinstance(as_of, dt.datetime):
        if as_of.tzinfo is None:
            raise NaiveDatetime.of(as_of, "as_of")
        return as_of
    from ola.clock.calendar import FIRST_YEAR, LAST_YEAR

    try:
        found = dt.datetime.fromisoformat(as_of)
    except ValueError:
        message = f"as-of {as_of} is no moment. Write 2026-06-01 or 2026-06-01T09:00+02:00."
        raise WrongCall(message) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"as-of {as_of} lies outside the years that calendars cover, {FIRST_YEAR} to {LAST_YEAR}."
        raise WrongCall(message)
    return found if found.tzinfo is not None else found.replace(tzinfo=ZoneInfo(agreement.header.zone))


def _date(since: dt.date | str | None) -> dt.date | None:
    from ola.clock.calendar import FIRST_YEAR, LAST_YEAR

    try:
        found = dt.date.fromisoformat(since) if isinstance(since, str) else since
    except ValueError:
        message = f"since {since} is no date. Write 2026-06-01."
        raise WrongCall(message) from None
    if found is not None and not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"since {since} lies outside the years that calendars cover, {FIRST_YEAR} to {LAST_YEAR}."
        raise WrongCall(message)
    return found


def _is_read(agreement: Agreement | str | os.PathLike[str] | bytes) -> TypeIs[Agreement]:
    from ola.agreement.agreement import Agreement

    return isinstance(agreement, Agreement)


def _versions(
    agreement: Agreement | str | os.PathLike[str] | bytes | Sequence[Agreement | str | os.PathLike[str]],
) -> Sequence[Agreement | str | os.PathLike[str] | bytes]:
    if isinstance(agreement, Sequence) and not isinstance(agreement, str | bytes):
        return agreement
    return [agreement]


def _usable(agreement: Agreement | str | os.PathLike[str] | bytes) -> Agreement:
    agreed = agreement if _is_read(agreement) else read(agreement)
    if not agreed.ok:
        errors = tuple(finding for finding in agreed.findings if finding.level == "error")
        first = errors[0]
        many = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        message = f"{agreed.source.name} cannot be used: {many}, the first at {first.place}: {first.message}"
        raise InvalidAgreement(message, agreed.findings, agreed.source)
    return agreed
