"""What a check and a measurement found, in words that a sales leader reads.

Whoever tells it has seen nothing but the JSON of `ola check` and `ola measure`: each number stands there.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ola.evaluate.figures import exact_percent, length, percent
from ola.evaluate.goals.missed import GOAL_MISSED, NOT_SEEN
from ola.evaluate.handoffs.verdicts.shortfalls import BREACHED, BREACHES
from ola.finding import count

Json = Mapping[str, Any]

WIDTH = 100
REASONS, ROWS, CLOCKS = 10, 5, 8  # how many of each are told
_OUTCOMES = ("met", "breached", "open", "excluded", "unknown")
_GOALS = {True: "kept", False: "missed", None: "not decided"}
_HEADS = {
    "attainment": "met",
    "count": "number",
    "share": "share",
    "percentile": "time",
    "sum": "sum",
    "spread": "late",
}


def told(check: Json, measure: Json) -> str:
    """Tell what was found; `check` and `measure` are what the commands write with `--format json`."""
    here = dt.datetime.fromisoformat(check["as_of"])
    parts = (_head(check, here), _leads(check), _clocks(measure), _running(measure, here), _left_open(measure))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(check: Json, here: dt.datetime) -> Iterator[str]:
    agreement = check["agreement"]
    yield f"{agreement['id']} {agreement['version']}, as of {here:%Y-%m-%d %H:%M} (UTC{_offset(here)})"


def _leads(check: Json) -> Iterator[str]:
    summary, at = check["summary"], check["at"]
    yield f"LEADS  Which may be handed over{'' if at is None else f' as {at}'}?"
    yield f"  {count(summary['records'], 'lead')} came in."
    yield f"  {summary['accepted']:>7,} may be handed over: accepted.csv"
    yield f"  {summary['rejected']:>7,} may not: rejected.csv, with the reasons beside each"
    wrong = _wrong(check)
    if wrong:
        yield ""
        yield "  What is wrong most often, who answers for it, and the first case of each:"
        party = max(len(each[1]) for each in wrong)
        for many, who, message in wrong[:REASONS]:
            yield from _hanging(f"  {many:>7,}  {who:<{party}}  ", message)
        if len(wrong) > REASONS:
            yield "           … and what is rarer: check.json, by_clause"
    unreadable = [each for each in check["findings"] if each["clause"] is None and each["level"] == "error"]
    if unreadable:
        yield ""
        yield "  Lines that are no lead at all; they are kept as they came, and counted as rejected:"
        for each in unreadable[:ROWS]:
            yield from _hanging(f"    {_place(each)}  ", each["message"])


def _wrong(check: Json) -> list[tuple[int, str, str]]:
    """Give, for each clause, how often it was broken, who answers for it, and what was said the first time."""
    first: dict[str, Json] = {}
    for finding in check["findings"]:
        if finding["clause"] is not None:
            first.setdefault(finding["clause"], finding)
    found = []
    for clause, counts in check["summary"]["by_clause"].items():
        for level in ("error", "warning"):
            if counts[level]:
                example = first.get(clause, {"party": None, "message": clause})
                said = example["message"] + (" (a warning)" if level == "warning" else "")
                found.append((counts[level], example["party"] or "-", said))
    return sorted(found, key=lambda each: -each[0])


def _clocks(measure: Json) -> Iterator[str]:
    yield "CLOCKS  Who kept what was promised?"
    yield ""
    missed = [
        f"{each['owed_by']} missed {_words(name)} in {goal['period']}: {_value(goal, 'value')}"
        f"{' of cycles met' if goal['measure'] == 'attainment' else ''}, "
        f"{_sense(goal)}{_value(goal, 'target')} promised"
        for name, each in measure["commitments"].items()
        for goal in each["goals"]
        if goal["met"] is False and goal["value"] is not None
    ]
    yield from (f"  {line}" for line in missed or ["Every promise of a period that is over was kept."])
    for name, each in measure["commitments"].items():
        yield ""
        if any(each[outcome] for outcome in _OUTCOMES) or not each["goals"]:
            counts = ", ".join(f"{each[outcome]:,} {outcome}" for outcome in _OUTCOMES)
            share = "none decided" if each["attainment"] is None else f"{percent(each['attainment'])} met"
            yield f"  {_words(name)}, owed by {each['owed_by']}: {share}"
            yield f"    {counts}"
        else:
            yield f"  {_words(name)}, owed by {each['owed_by']}"
        median, p90 = each["elapsed"]["median_s"], each["elapsed"]["p90_s"]
        if median is not None and p90 is not None:
            yield f"    half are done within {length(median)} of worked time, nine in ten within {length(p90)}"
        for kind in dict.fromkeys(goal["measure"] for goal in each["goals"]):
            yield from _periods(kind, [goal for goal in each["goals"] if goal["measure"] == kind])


def _periods(kind: str, goals: list[Json]) -> Iterator[str]:
    """Tell a number of each period; the periods before anything happened are told in one line."""
    empty = next((i for i, goal in enumerate(goals) if goal["decided"] or goal["open"]), len(goals))
    yield f"    month      decided  {_HEADS[kind]:>7}   promised"
    if empty > 1:
        yield f"    {goals[0]['period']} to {goals[empty - 1]['period']}: nothing at all"
    for goal in goals[empty if empty > 1 else 0 :]:
        value = "-" if goal["value"] is None else _value(goal, "value")
        more = "".join(
            f", {goal[word]:,} {said}" for word, said in (("open", "still open"), ("unknown", "unknown")) if goal[word]
        )
        yield (
            f"    {goal['period']:<9}  {goal['decided']:>7,}  {value:>7}  {_value(goal, 'target'):>9}"
            f"   {_GOALS[goal['met']]}{more}"
        )


def _value(goal: Json, key: str) -> str:
    """Write a value or what was promised in the unit of its measure."""
    number = goal[key]
    match goal["measure"]:
        case "attainment" | "share" | "spread":
            return exact_percent(number) if key == "target" else percent(number, up=goal["sense"] == "at most")
        case "percentile":
            return "-" if number is None else length(number)
        case _:
            return f"{number:,.10g}"


def _sense(goal: Json) -> str:
    return "" if goal["sense"] == "at least" else "at most "


def _running(measure: Json, here: dt.datetime) -> Iterator[str]:
    running = measure["open"]
    if not running:
        yield "STILL RUNNING  No clock is open."
        return
    yield "STILL RUNNING  Which clocks are due soonest?"
    for each in running[:CLOCKS]:
        due = "not known       " if each["due_at"] is None else _moment(each["due_at"], here)
        risk = "  at risk" if each["at_risk"] else ""
        name = _words(each["clause"].removeprefix("commitments."))
        yield f"  {due}  {name:<12}  lead {each['lead']}  {each['owner'] or 'nobody'}{risk}"
    if len(running) > CLOCKS:
        yield "  … and later ones: measure.json, open"


def _left_open(measure: Json) -> Iterator[str]:
    yield "NOT DECIDED  What could not be said or used, and why"
    known = {GOAL_MISSED.code, BREACHED.code, BREACHES.code}  # told above
    unmeasured = {NOT_SEEN.code}
    told_of = [
        finding
        for finding in measure["findings"]
        if finding["code"] in unmeasured or (finding["level"] != "info" and finding["code"] not in known)
    ]
    if not told_of:
        yield "  Nothing: every cycle has its verdict."
    for finding in told_of:
        yield from _hanging("  - ", finding["message"])


def _moment(text: str, here: dt.datetime) -> str:
    """Write an instant on the clock of the report."""
    return f"{dt.datetime.fromisoformat(text).astimezone(here.tzinfo):%Y-%m-%d %H:%M}"


def _offset(here: dt.datetime) -> str:
    text = here.strftime("%z")
    return f"{text[:3]}:{text[3:]}"


def _place(finding: Json) -> str:
    place = finding["place"] or {}
    return f"{place.get('file', '')}:{place['line']}" if "line" in place else str(place.get("file", ""))


def _words(name: str) -> str:
    return name.replace("-", " ")


def _hanging(lead: str, text: str) -> Iterable[str]:
    """Break a text under its first line, words kept whole."""
    under = " " * len(lead)
    return textwrap.wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=under, break_long_words=False, break_on_hyphens=False
    )
