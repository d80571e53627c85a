"""Print how well ola reads the sample agreements: `python -m tests.readings [--clauses] [NAME …]`."""

from __future__ import annotations

import sys

from tests.readings.measuring import SAMPLES, measure, table


def main(words: list[str]) -> None:
    """Print the table, and with --clauses what became of each clause."""
    names = [word for word in words if not word.startswith("-")]
    folders = sorted(path.parent for path in SAMPLES.glob("*/reading.json"))
    scores = [measure(folder) for folder in folders if not names or any(name in folder.name for name in names)]
    if "--clauses" in words:
        for score in scores:
            for held in score.held:
                clause = held.clause
                kind = "open" if clause.ambiguities else "plain"
                print(
                    score.name[:2], clause.id, f"{clause.line:3} {clause.form:11} {kind:5} {held.result:18} {held.why}"
                )
                print(f"      {clause.text[:150]}")
                if held.outcome is not None and held.result != "not understood":
                    print(f"      {held.outcome}"[:300])
            for kind, told in (("contradiction", score.contradictions), ("omission", score.omissions)):
                for why, done in told:
                    print(score.name[:2], kind, "reported" if done else "not reported", why)
    print(table(scores))


main(sys.argv[1:])
