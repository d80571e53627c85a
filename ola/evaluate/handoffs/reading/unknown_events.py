"""Names in a log that no event of the agreement takes: counted, and held against those it does take."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ola.evaluate.handoffs.reading.kept import Strange
from ola.evaluate.handoffs.reading.tally import EXAMPLES
from ola.evaluate.showing import shown
from ola.fieldtypes.text import fold
from ola.finding import Code, DataPlace, Finding
from ola.plan import Log

UNKNOWN_EVENT = Code(
    "OLA506",
    "warning",
    "An event of a log looks like one of the agreement under another name",
    """\
Rows of the log have a name in the event column that no event of the agreement takes, and that is so like one it does
take that it is probably the same thing, misspelt or renamed. The rows are counted and left out, and leads that were
called count as untouched.

    events:
      email sent: {log: touches, where: event = email}

    touches.csv has 340 rows with the event "e-mail".

Alike are names with the same letters, or nearly (not where only their numbers differ); a name that says one of the
agreement's that no row has, and more ("outbound call" where no row says "call"); and a name with at least 20 rows that
begins within a week after an event of the agreement with at least 20 ended for a week or more, as it does when a CRM is
changed.

Take the name into the agreement (`where: event in (email, e-mail)`), or mention it under `unless` if it is another
thing after all.""",
)
UNUSED_NAMES = Code(
    "OLA523",
    "info",
    "A log has names that no event uses",
    """\
Rows of the log have a name in the event column that no event of the agreement takes, nor mentions. They are counted
and left out. Mostly that is right: a log has more in it than an agreement. The message lists the names most rows
have, and the names of the agreement that no row has.

Look through them once: a touch under a name nobody thought of makes leads count as untouched.""",
)

_ENOUGH = 20
_WEEK = 7 * 86_400 * 1_000_000
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Taken:
    """An event of the agreement, the texts its conditions mention, and its rows: how many, and the last instant."""

    event: str
    texts: tuple[str, ...]
    count: int
    last: int | None


def names_of(others: pl.DataFrame, file: str) -> dict[str, Strange]:
    """Count the names of rows, however they are spelt: how many, one spelling, where the first stands, since when."""
    spelt = (
        others.filter(pl.col("name").is_not_null())
        .group_by("name")
        .agg(pl.len().alias("n"), pl.col("row").min(), pl.col("line").min(), pl.col("at").min())
        .sort("name")
    )
    found: dict[str, Strange] = {}
    for name, count, row, line, at in spelt.iter_rows():
        found = added(found, {fold(name): (count, name, row, line, file, at)})
    return found


def added(known: Mapping[str, Strange], found: Mapping[str, Strange]) -> dict[str, Strange]:
    """Add counts of names to those counted before."""
    every = dict(known)
    for folded, each in found.items():
        before = every.get(folded)
        if before is None:
            every[folded] = each
        else:
            ats = [at for at in (before[5], each[5]) if at is not None]
            # Of one file the first row is shown, of several that of the first file.
            alike = before[4] == each[4]
            row = _least(before[2], each[2]) if alike else before[2]
            line = _least(before[3], each[3]) if alike else before[3]
            spelling = min(before[1], each[1])
            every[folded] = (before[0] + each[0], spelling, row, line, before[4], min(ats, default=None))
    return every


def unknown_events(log: Log, names: Mapping[str, Strange], taken: Sequence[Taken], as_of: int) -> Iterator[Finding]:
    """Say which names are probably events of the agreement, and which are of no use to it."""
    mentioned = {fold(text): text for each in taken for text in each.texts}
    unseen = {fold(text): text for each in taken if not each.count for text in each.texts}
    strange = sorted(
        ((folded, found) for folded, found in names.items() if folded not in mentioned),
        key=lambda each: (-each[1][0], each[1][1]),
    )
    meant = {folded: _meant(folded, found, mentioned, unseen, taken, as_of) for folded, found in strange}
    near = [(found, why) for folded, found in strange if (why := meant[folded]) is not None]
    if near:
        yield _near(log, near)
    rest = [found for folded, found in strange if meant[folded] is None]
    if rest:
        yield _unused(log, rest, list(unseen.values()))


def _near(log: Log, near: Sequence[tuple[Strange, str]]) -> Finding:
    count = sum(found[0] for found, _ in near)
    said = "; ".join(f"{shown(found[1])} ({found[0]:,}), {why}" for found, why in near[:EXAMPLES])
    more = f"; and {len(near) - EXAMPLES} more names" if len(near) > EXAMPLES else ""
    _, _, row, line, file, _ = near[0][0]
    return Finding(
        UNKNOWN_EVENT.code,
        UNKNOWN_EVENT.level,
        f"{_rows(count)} of the log {log.name} {'has' if count == 1 else 'have'} a name in {log.event} that no event "
        f"takes, but that looks like one: {said}{more}.",
        clause=log.clause.id,
        place=DataPlace(file, row, line),
        advice="Take the name into `events`, or leave it be.",
        count=count,
    )


def _unused(log: Log, rest: Sequence[Strange], unseen: Sequence[str]) -> Finding:
    count = sum(found[0] for found in rest)
    names = ", ".join(f"{shown(found[1])} ({found[0]:,})" for found in rest[:EXAMPLES])
    more = f" and {len(rest) - EXAMPLES} more names" if len(rest) > EXAMPLES else ""
    missing = f" No row says {', '.join(shown(text) for text in unseen[:EXAMPLES])}." if unseen else ""
    _, _, row, line, file, _ = rest[0]
    return Finding(
        UNUSED_NAMES.code,
        UNUSED_NAMES.level,
        f"{_rows(count)} of the log {log.name} {'has' if count == 1 else 'have'} a name in {log.event} that no event "
        f"uses: {names}{more}.{missing}",
        clause=log.clause.id,
        place=DataPlace(file, row, line),
        advice="Take the name into `events`, or leave it be.",
        count=count,
    )


def _meant(
    folded: str,
    found: Strange,
    mentioned: Mapping[str, str],
    unseen: Collection[str],
    taken: Sequence[Taken],
    as_of: int,
) -> str | None:
    """Say what a name probably means, or nothing."""
    bare = _bare(folded)
    for known, text in mentioned.items():
        if bare == _bare(known):
            return f"the same letters as {shown(text)}"
    words = set(_words(folded))
    for known in unseen:
        if _words(known) and words > set(_words(known)):
            return f"and no row says {shown(mentioned[known])}"
    others = [known for known in mentioned if not _differ_by_number(folded, known)]
    close = difflib.get_close_matches(folded[:200], others, n=1, cutoff=_ALIKE)
    if close:
        return f"near to {shown(mentioned[close[0]])}"
    count, since = found[0], found[5]
    if since is not None and count >= _ENOUGH:
        for each in taken:
            last = each.last
            if last is not None and each.count >= _ENOUGH and last < since <= last + _WEEK <= as_of:
                return f"first on {_day(since)}, when {each.event} had come to its end on {_day(last)}"
    return None


def _bare(folded: str) -> str:
    return "".join(char for char in folded if char.isalnum()).removesuffix("s")


def _differ_by_number(one: str, other: str) -> bool:
    """Whether two names are the same but for their numbers, as policies 1001 and 1002 or a first and second mail."""
    apart = re.sub(r"\d+", "0", one), re.sub(r"\d+", "0", other)
    return one != other and apart[0] == apart[1]


def _words(folded: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded)


def _least(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _day(at: int) -> dt.date:
    return dt.datetime.fromtimestamp(at / 1_000_000, dt.UTC).date()
