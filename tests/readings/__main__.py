"""Print how well ola reads the sample agreements: `python -m tests.readings [--clauses] [NAME …]`.

With --edits what an author wrote instead where ola asked, how the document reads then, and what became of the clauses
that a careful reader says data can check; with --remake-edits these
edits are written anew, each as what ola now proposes that is nearest to it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.readings import edits, mended
from tests.readings.measuring import SAMPLES, measure, table


def main(words: list[str]) -> None:
    """Print a table, and with --clauses what became of each clause."""
    names = [word for word in words if not word.startswith("-")]
    folders = [
        path.parent
        for path in sorted(SAMPLES.glob("*/reading.json"))
        if not names or any(name in path.parent.name for name in names)
    ]
    if "--remake-edits" in words:
        for folder in folders:
            (folder / edits.PATCH).write_text(edits.patch(folder, edits.remade(folder)), encoding="utf-8")
    if "--edits" in words or "--remake-edits" in words:
        for each in (each for folder in folders if "--clauses" in words for each in mended.mended(folder)):
            kind = "open" if each.clause.ambiguities else "plain"
            print(f"{each.clause.id} {each.clause.line:3} {each.clause.form:11} {kind:5} {each.fate:10} {each.why}")
            print(f"    {each.clause.text[:150]}")
        print(edits.table(folders), mended.table(folders), sep="\n\n")
        return
    _measure(folders, by_clause="--clauses" in words)


def _measure(folders: list[Path], *, by_clause: bool) -> None:
    scores = [measure(folder) for folder in folders]
    for score in scores if by_clause else ():
        for held in score.held:
            clause = held.clause
            kind = "open" if clause.ambiguities else "plain"
            print(score.name[:2], clause.id, f"{clause.line:3} {clause.form:11} {kind:5} {held.result:18} {held.why}")
            print(f"      {clause.text[:150]}")
            if held.outcome is not None and held.result != "not understood":
                print(f"      {held.outcome}"[:300])
        for kind, told in (("contradiction", score.contradictions), ("omission", score.omissions)):
            for why, done in told:
                print(score.name[:2], kind, "reported" if done else "not reported", why)
    print(table(scores))


main(sys.argv[1:])
