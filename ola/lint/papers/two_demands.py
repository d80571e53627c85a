"""A field that is asked for always in one place and under a condition in another."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.agreement.prose.reading import Checked
from ola.finding import Code, Finding
from ola.lint.papers.clause import found
from ola.source import Place
from ola.tree.value import to_plain

TWO_DEMANDS = Code(
    "OLA272",
    "warning",
    "A field that is asked for in two ways",
    """One sentence asks for a field on every lead of a stage, another only where a condition holds. One of them goes
too far, or not far enough.

    - `Lost To` is required when `Lost Because` is "Lost to competitor".
    - `Lost To` is always required.

Say it once.""",
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find fields with a demand that knows a condition and one that does not."""
    asked: dict[str, dict[str, Place]] = {}
    for reading in paper.readings:
        for outcome in reading.outcomes:
            for put in outcome.puts if isinstance(outcome, Checked) else ():
                if len(put.path) == 3 and put.path[0] == "fields" and put.path[2] == "required":  # noqa: PLR2004 (fields, name, key)
                    how = to_plain(put.node)
                    kind = "when" if isinstance(how, dict) and "when" in how else "always"
                    asked.setdefault(put.path[1], {}).setdefault(kind, outcome.place)
    for field, places in asked.items():
        if len(places) > 1 and places["when"].line != places["always"].line:
            later, earlier = sorted(places.values(), key=lambda place: (place.line, place.column), reverse=True)
            message = (
                f"{field} is asked for always in one place and under a condition in another, on line {earlier.line}."
            )
            yield found(TWO_DEMANDS, later, message, "Say it once.")
