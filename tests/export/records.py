"""Records for the laws of exporters: mostly good, with a few values out of the ordinary."""

from __future__ import annotations

import random
from collections.abc import Mapping

from hypothesis import strategies as st

from ola.plan import Plan

BLANKS = (None, "", "  ", "\u2003")
# For each field: what is fine, and what breaks or strains something.
Values = Mapping[str, tuple[tuple[object, ...], tuple[object, ...]]]
EVERY: Values = {
    "lead_id": (("L-100", "00Q5g00", 4711), ("x", 7, 1e18, 10**18, [], {}, "e\u0301e\u0301", True)),
    "job_title": (
        ("VP Sales", "Head of IT", "Director", " engineer ", "Accounting"),
        (
            "student",
            "STUDENT teacher",
            "intern",
            "Intern",
            "students",
            "test",
            "a<b",
            "x" * 21,
            12,
            "vp\u0301",
            "stud",
            {"a": 1},
            [],
            "n/a",
        ),
    ),
    "employees": ((120, 51, 5000, 60.0, 30), (0, -3, 1001, 4999, 5001, 2.5, "120", " 0 ", "many", True, 1e300)),
    "score": ((60, 75, 100, 99.0), (59, 101, -1, 7, "75", "101", "x", 60.5)),
    "budget": ((0, 10.5, 1e6), (-0.5, "USD 100", "EUR 100", "-5", "1e999", "12,5", False)),
    "consent": ((True, "yes", 1, "TRUE"), (False, "no", 0, "maybe", 2, 1.0)),
    "created": (("2026-05-01T10:00:00Z", "2025-01-01T00:00:00+02:00"), ("2010-01-01T00:00:00Z", "soon", 5)),
    "timing": (("2026-07-01", "2026-08-31"), ("2019-12-31", "2031-01-01", "1.2.2026", "2026-02-30", 20260701)),
    "due": (("2026-12-31", "2026-09-01"), ("2031-01-01", "2026-07-15", "later")),
    "note": (("call back", "élan"), ("0", "N/A", 0, "seo", " seo ", "?", "SEO", "E\u0301t", 12, "'x", [], {})),
    "source": (("Web", "web", "Website", "Partner", "event"), ("Event", "Trade Show", "unknown", "?", "fax", 1)),
    "interests": (
        ("mail; seo", ["mail"], ["seo", ""], "ads"),
        ("ads;mail", ["ads", "seo"], "SEO;;", ["fax"], ";", [], "mail,ads"),
    ),
    "stage": (("mql", "lead", "accepted"), ("MQL", "lost", "sql", "")),
}
HARBOR: Values = {
    "lead_id": (("L-100", "00Q5g00", 4711), ([], {}, 1e18)),
    "email": (("ana@acme.com", "bo@gmail.com", " Cy@Acme.COM "), ("x@yahoo.com", "@", "ana at acme", 5, "a@b@c.de")),
    "created_at": (("2026-05-01T10:00:00Z", "2026-05-01T12:00:00+02:00"), ("2026-05-01", "yesterday", 17)),
    "country": (("US", "Canada", "de", "GB", "FR"), ("USA", "Narnia", 1, "Deutschland")),
    "phone": (("+1 415 555 0100", "(415) 555-0100", 4155550100), ("12", "call me", 1.5)),
    "employees": ((120, 51, 5000), (0, -3, 49, 5001, 2.5, "120", "0", "many", True)),
    "job_title": (("VP Sales", "Head of IT", "Engineer"), ("Student", "x" * 129, "working student", [], "vp\u0301")),
    "score": ((60, 75, 100), (59, 101, -1, "75", "5", "x")),
    "consent": ((True, "yes", 1), (False, "no", "maybe", 2)),
    "owner": (("casey", "lena", "inbound", 5), ({},)),
    "source": (("web", "event", "Partner referral"), ("OFFLINE", "Trade Show", "unknown", "?", "fax")),
    "stage": (("mql", "marketingqualifiedlead", "disqualified", "qualified"), ("lead", "accepted", "customer")),
    "budget": ((100, "USD 100"), ("EUR 5", "a lot")),
    "authority": (("yes",), ([],)),
    "need": (("a new CRM",), ({},)),
    "timing": (("2026-07-01",), ("soon",)),
    "disqualify_reason": (("no_need", "bad_data"), ("none", "no need")),
}
SELDOM, OFTEN, SPARSE = 0.02, 0.95, 0.3


def records(plan: Plan, system: str | None, values: Values) -> st.SearchStrategy[dict[str, object]]:
    """Give records in a system's names: one in four all fine, the others with an odd value and perhaps few fields."""
    columns = {name: column for name, each in plan.fields.items() if (column := each.column(system)) is not None}
    odd_ones = [(name, value) for name in columns for value in (*values[name][1], *BLANKS)]

    def record(seed: int, odd: tuple[str, object]) -> dict[str, object]:
        dice = random.Random(seed)  # noqa: S311 -- a test wants records, not secrets
        calm = dice.random() < 1 / 4
        kept = SPARSE if dice.random() < 1 / 6 else OFTEN

        def value(name: str) -> object:
            good, strange = values[name]
            return dice.choice(strange if not calm and dice.random() < SELDOM else good)

        made = {column: value(name) for name, column in columns.items() if calm or dice.random() < kept}
        return made if calm else {**made, columns[odd[0]]: odd[1]}

    return st.builds(record, st.integers(0, 2**32), st.sampled_from(odd_ones))
