"""What leads have that the agreement does not expect, laid out for a reader: in short beside a check, and in full.

Whoever lays it out has seen nothing but the JSON of `ola check` and `ola profile`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ola.finding import count

Json = Mapping[str, Any]

_NAMED = 5


def in_short(unexpected: Json, command: str) -> Iterator[str]:
    """Say in a few lines what a check noticed, and the command that shows more; nothing where there was nothing.

    Fields whose column is missing have a finding of the check itself.
    """
    lines = [*_columns(unexpected["columns"]), *_values(unexpected["values"])]
    if unexpected["blank"]:
        lines.append(f"always blank: {_named(unexpected['blank'])}")
    if lines:
        yield "What the agreement does not expect:"
        yield from (f"  {line}" for line in lines)
        yield f"  More: {command}"


def in_full(profile: Json, titles: Mapping[str, str], limit: int) -> Iterator[str]:
    """Lay out the findings of a profile, those of one kind together under its title, the gravest kinds first.

    A way out that several in a row share stands below the last of them.
    """
    kinds: dict[str, list[Json]] = {}
    for finding in profile["findings"][:limit]:
        kinds.setdefault(finding["code"], []).append(finding)
    for code, findings in kinds.items():
        yield f"{code} {titles[code]}"
        for finding, after in zip(findings, [*findings[1:], {}], strict=True):
            party = f", {finding['party']}" if finding["party"] else ""
            yield f"  {finding['level']}{party}: {finding['message']}"
            if "advice" in finding and finding["advice"] != after.get("advice"):
                yield f"    {finding['advice']}"
        yield ""
    left_out = len(profile["findings"]) - limit
    if left_out > 0:
        yield f"… and {count(left_out, 'more finding')}; --limit says how many are listed."
        yield ""


def _columns(columns: Sequence[Json]) -> Iterator[str]:
    if columns:
        told = [
            f"{each['column']} (did you mean {each['meant']}?)" if each["meant"] else each["column"]
            for each in sorted(columns, key=lambda each: each["meant"] is None)
        ]
        yield f"{count(len(columns), 'column')} that no field has: {_named(told)}"


def _values(values: Mapping[str, Json]) -> Iterator[str]:
    for name, told in values.items():
        most = [f"“{each['value']}” ({each['count']:,})" for each in told["most"]]
        more = " and others" if told["count"] > sum(each["count"] for each in told["most"]) else ""
        yield f"{count(told['count'], 'value')} outside the list of {name}: {', '.join(most)}{more}"


def _named(names: Sequence[str]) -> str:
    first = ", ".join(names[:_NAMED])
    return first if len(names) <= _NAMED else f"{first} and {len(names) - _NAMED:,} more"
