"""The leads and events of `ola demo`, made from one seed: half a year between two invented teams. Writes them anew.

    python tests/bench/make_demo.py

People, companies and addresses are made up; domains end in `.example`, telephone numbers are of the ranges kept for
films. What is wrong with the rows is what is wrong with rows: `DIRT` says it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parents[2] / "ola/bundled/demo"
SEED = 20260701
LEADS = 400

UTC, NEW_YORK, BERLIN = dt.UTC, ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
END = dt.datetime(2026, 7, 1, tzinfo=NEW_YORK)
MINUTE = dt.timedelta(minutes=1)

FIRST = (
    "Ana", "Ben", "Carla", "Dmitri", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jonas", "Kofi", "Lucía", "Mei",
    "Nadia", "Oskar", "Paula", "Quentin", "Rosa", "Sven", "Tara", "Uma", "Viktor", "Wanda", "Ximena", "Yusuf",
    "Zoe", "Aoife", "Björn", "Chloé", "Daan",
)  # fmt: skip
LAST = (
    "Adler", "Baptiste", "Calloway", "Dimitrova", "Eklund", "Fairweather", "Gomes", "Hartwell", "Ivanov",
    "Jansen", "Kowalski", "Lindqvist", "Marchetti", "Novak", "Okafor", "Pemberton", "Quiroga", "Rousseau",
    "Schäfer", "Takeda", "Underhill", "Vasquez", "Whitcombe", "Yilmaz", "Zimmermann",
)  # fmt: skip
COMPANY = (
    "Bramblewick", "Copperfinch", "Duskmoor", "Elderbrook", "Fennimore", "Glasswater", "Hollowpine", "Inkwell",
    "Juniperline", "Kestrelby", "Larkhollow", "Mosswright", "Nettlebank", "Otterbourne", "Plumridge",
    "Quillmarsh", "Rookhaven", "Silverthorpe", "Thistledown", "Umberfield",
)  # fmt: skip
TRADE = ("Tools", "Foods", "Optics", "Freight", "Paper", "Robotics", "Clinics", "Textiles")
TITLE = (
    "Head of Operations", "VP Sales", "Plant Manager", "Director of Procurement", "IT Manager", "Buyer",
    "Marketing Manager", "Chief Financial Officer", "Team Lead Logistics", "Analyst",
)  # fmt: skip
COUNTRY = ("US", "US", "US", "US", "CA", "GB", "DE", "DE", "FR")
SOURCE = ("ORGANIC_SEARCH", "ORGANIC_SEARCH", "PAID_SEARCH", "PAID_SEARCH", "OFFLINE", "REFERRALS")
AMER, EMEA = ("casey", "jordan", "priya"), ("lena", "tomas")

# By month, what share of leads is routed, touched and decided in time: a rule broke in April, March was a trade fair.
ROUTED = (0.985, 0.985, 0.99, 0.80, 0.98, 0.98)
TOUCHED = (0.96, 0.94, 0.76, 0.93, 0.97, 0.95)
DECIDED = (0.95, 0.94, 0.82, 0.93, 0.96, 0.94)
VOLUME = (58, 62, 84, 66, 60, 70)

LEAD, MQL, ACCEPTED, RECYCLED, DISQUALIFIED = (
    "lead", "marketingqualifiedlead", "salesqualifiedlead", "90412007", "90412008",
)  # fmt: skip

T = TypeVar("T")


class Dice:
    """Chance from a seed, by the one function of `random` that gives the same numbers in every version."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed).random  # noqa: S311 - nothing is secret here

    def chance(self, share: float) -> bool:
        """Happen in so large a share of cases."""
        return self._draw() < share

    def between(self, low: float, high: float) -> float:
        """Give a number between two."""
        return low + (high - low) * self._draw()

    def whole(self, low: int, high: int) -> int:
        """Give a whole number, both ends included."""
        return low + int((high - low + 1) * self._draw())

    def one(self, of: Sequence[T]) -> T:
        """Give one of several."""
        return of[self.whole(0, len(of) - 1)]


@dataclass
class Made:
    """The rows of every file, as lists of cells."""

    leads: list[dict[str, str]] = field(default_factory=list)
    touches: list[list[str]] = field(default_factory=list)
    stages: list[list[str]] = field(default_factory=list)
    owners: list[list[str]] = field(default_factory=list)


COLUMNS = (
    "hs_object_id", "createdate", "firstname", "lastname", "email", "phone", "company", "jobtitle", "country",
    "numemployees", "hs_analytics_source", "hubspotscore", "marketing_consent", "consent_date", "lifecyclestage",
    "hubspot_owner", "recycle_reason",
)  # fmt: skip


def work(start: dt.datetime, minutes: float, zone: ZoneInfo) -> dt.datetime:
    """Give the moment at which so many minutes of a team's day have passed, holidays and lunch not looked at."""
    at = start.astimezone(zone)
    left = minutes
    while True:
        half = 30 if zone is BERLIN else 0
        opens = at.replace(hour=8 if half else 9, minute=half, second=0, microsecond=0)
        friday = zone is BERLIN and at.weekday() == 4
        closes = opens.replace(hour=15, minute=0) if friday else opens.replace(hour=17 if half else 18)
        at = max(at, opens)
        if at.weekday() < 5 and at < closes:
            room = (closes - at) / MINUTE
            if left <= room:
                return (at + left * MINUTE).astimezone(UTC).replace(microsecond=0)
            left -= room
        at = opens + dt.timedelta(days=1)


def stamp(at: dt.datetime) -> str:
    """Write a moment as HubSpot does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def phone(dice: Dice, country: str) -> str:
    """Write a number that rings nowhere."""
    match country:
        case "GB":
            return f"+44 20 7946 0{dice.whole(100, 999)}"
        case "DE":
            return f"+49 30 23125 {dice.whole(100, 999)}"
        case "FR":
            return f"+33 1 99 00 {dice.whole(10, 99)} {dice.whole(10, 99)}"
        case _:
            return f"+1 ({dice.one(('212', '312', '415', '617'))}) 555-01{dice.whole(10, 99)}"


def make() -> Made:
    """Make everything, clean rows first and then what is wrong with some."""
    dice, made = Dice(SEED), Made()
    months = [month for month, count in enumerate(VOLUME, 1) for _ in range(count)]
    for number in range(LEADS):
        one_lead(dice, made, number, months[number])
    spoil(dice, made)
    made.stages.sort(key=lambda row: (row[4], row[0]))
    made.owners.sort(key=lambda row: (row[1], row[0]))
    made.touches.sort(key=lambda row: row[0])
    return made


def one_lead(dice: Dice, made: Made, number: int, month: int) -> None:
    """Let one lead come, be routed, touched and decided on."""
    last_day = (dt.date(2026, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    created = dt.datetime(
        2026, month, dice.whole(2, last_day.day), dice.whole(7, 19), dice.whole(0, 59), dice.whole(0, 59),
        tzinfo=NEW_YORK,
    )  # fmt: skip
    if number >= LEADS - 6:  # what is still in hand when the report is made
        created = dt.datetime(2026, 6, 30, 14 + number % 4, 7 * (number % 8), 31, tzinfo=NEW_YORK)
    if number < 3:  # before the agreement was in force
        created = dt.datetime(2025, 12, 29 + number, 11, 17, 5 + number, tzinfo=NEW_YORK)
    key = str(61_204_000 + 37 * number + dice.whole(0, 36))
    country = dice.one(COUNTRY)
    first, last, name = dice.one(FIRST), dice.one(LAST), dice.one(COMPANY)
    source = dice.one(SOURCE)
    free = dice.chance(0.06)
    domain = dice.one(("freemail", "postbox")) if free else name.lower()
    local = f"{_plain(first)}.{_plain(last)}" if dice.chance(0.7) else f"{_plain(first)[0]}{_plain(last)}"
    score = dice.whole(60, 98)
    row = dict.fromkeys(COLUMNS, "") | {
        "hs_object_id": key,
        "createdate": stamp(created),
        "firstname": first,
        "lastname": last,
        "email": f"{local}{number:03d}@{domain}.example".lower(),
        "phone": phone(dice, country) if source == "OFFLINE" or dice.chance(0.6) else "",
        "company": f"{name} {dice.one(TRADE)}",
        "jobtitle": dice.one(TITLE),
        "country": country if dice.chance(0.85) else {"US": "United States", "DE": "Germany"}.get(country, country),
        "numemployees": str(dice.one((12, 40, 85, 150, 230, 480, 700, 1200, 2600, 9000))),
        "hs_analytics_source": source,
        "hubspotscore": str(score),
        "marketing_consent": dice.one(("true", "true", "true", "yes")),
        "consent_date": f"{created.date()}",
    }
    made.leads.append(row)
    zone, team = (NEW_YORK, AMER) if country in ("US", "CA") else (BERLIN, EMEA)
    row["lifecyclestage"] = LEAD
    made.stages.append([key, "lifecyclestage", "", LEAD, stamp(created)])
    own(made, row, "inbound", created)
    if dice.chance(0.02):  # comes, and never becomes an MQL
        row["hubspotscore"] = str(dice.whole(12, 58))
        return
    if source != "OFFLINE":
        touch(made, key, created + dice.whole(20, 90) * dt.timedelta(seconds=1), "email", "inbound", automated=True)
    qualified = created + dice.whole(2, 240) * MINUTE + dice.whole(0, 59) * dt.timedelta(seconds=1)
    handed_over(dice, made, row, qualified, zone, dice.one(team), month - 1)


def handed_over(
    dice: Dice, made: Made, row: dict[str, str], qualified: dt.datetime, zone: ZoneInfo, owner: str, month: int
) -> None:
    """Let a lead be an MQL from a moment on."""
    key = row["hs_object_id"]
    if not staged(made, row, MQL, qualified):
        return
    routed = dice.between(1, 27) if dice.chance(ROUTED[month]) else dice.between(45, 600)
    assigned = qualified + routed * MINUTE
    own(made, row, owner, assigned)
    near = row["country"] in ("US", "CA", "GB", "DE", "United States", "Germany")
    target = near and 200 <= int(row["numemployees"]) <= 5000
    score = int(row["hubspotscore"])
    limit = 120 if target and score >= 80 else 240 if score >= 70 else 480
    kept = dice.chance(TOUCHED[month])
    at = work(assigned, limit * (dice.between(0.05, 0.92) if kept else dice.between(1.3, 4)), zone)
    untouched = not kept and dice.chance(0.15)
    if not untouched:
        touch(made, key, at, dice.one(("call", "call", "email", "meeting")), owner)
        for _ in range(dice.whole(0, 2)):
            at = work(at, dice.between(100, 900), zone)
            touch(made, key, at, dice.one(("call", "email")), owner)
    days = dice.between(0.5, 4.2) if dice.chance(DECIDED[month]) else dice.between(7, 12)
    decided = work(qualified, 520 * days, zone)
    decided = decided if untouched else max(decided, at + 25 * MINUTE)
    outcome = dice.one((ACCEPTED, ACCEPTED, ACCEPTED, RECYCLED, DISQUALIFIED))
    if not staged(made, row, outcome, decided) or outcome != RECYCLED:
        return
    row["recycle_reason"] = dice.one(("no_budget", "bad_timing", "no_answer"))
    back = decided + dice.whole(20, 45) * dt.timedelta(days=1)
    if dice.chance(0.3) and back < END:
        row["recycle_reason"] = ""
        own(made, row, "inbound", decided + MINUTE)
        staged(made, row, MQL, back)
        own(made, row, owner, back + dice.whole(3, 25) * MINUTE)
        again = work(back + 25 * MINUTE, dice.between(10, 100), zone)
        touch(made, key, again, "call", owner)
        staged(made, row, dice.one((ACCEPTED, DISQUALIFIED)), work(again, 480 * dice.between(0.5, 3.5), zone))


def own(made: Made, row: dict[str, str], owner: str, at: dt.datetime) -> None:
    """Give a lead to somebody, if that is before the export."""
    if at < END:
        made.owners.append([row["hs_object_id"], stamp(at), owner])
        row["hubspot_owner"] = owner


def staged(made: Made, row: dict[str, str], to: str, at: dt.datetime) -> bool:
    """Move a lead to a stage, if that is before the export."""
    if at >= END:
        return False
    made.stages.append([row["hs_object_id"], "lifecyclestage", row["lifecyclestage"], to, stamp(at)])
    row["lifecyclestage"] = to
    return True


def touch(made: Made, key: str, at: dt.datetime, event: str, owner: str, *, automated: bool = False) -> None:
    """Log an activity; the dialler knows only New York's clock, and not the hour a clock change repeats."""
    if at >= END:
        return
    here = at.astimezone(NEW_YORK)
    written = here.strftime("%Y-%m-%d %H:%M:%S") if event == "call" else stamp(at)
    made.touches.append([stamp(at), key, event, written, owner, "true" if automated else "false"])


# ── what is wrong ───────────────────────────────────────────────────────────────────────────────────

Spoil = Callable[[dict[str, str], Dice], None]


def put(column: str, *values: str) -> Spoil:
    """Put one of these into a column."""

    def spoil_one(row: dict[str, str], dice: Dice) -> None:
        row[column] = dice.one(values)

    return spoil_one


def broken_mail(row: dict[str, str], dice: Dice) -> None:
    """Break an address as people do."""
    local, _, domain = row["email"].partition("@")
    row["email"] = dice.one((f"{local}@", f"{local} at {domain}", f"{local}@{domain},", f"{local}.@{domain}", "n/a"))


def day_first(row: dict[str, str], _: Dice) -> None:
    """Write the day before the month."""
    row["consent_date"] = dt.date.fromisoformat(row["consent_date"]).strftime("%d/%m/%Y")


def grouped(row: dict[str, str], dice: Dice) -> None:
    """Write thousands with a separator."""
    row["numemployees"] = dice.one(("1,200", "2,600", "1.200", "9,000"))


def spaced(row: dict[str, str], _: Dice) -> None:
    """Bring spaces that do not break along: these do no harm."""
    row["hubspotscore"], row["company"] = f"\u00a0{row['hubspotscore']}", f"{row['company']}\u00a0"


def labelled(row: dict[str, str], _: Dice) -> None:
    """Write what people see in place of the system's own value: this is understood."""
    labels = {"ORGANIC_SEARCH": "Website", "PAID_SEARCH": "Paid search", "OFFLINE": "Trade show"}
    row["hs_analytics_source"] = labels.get(row["hs_analytics_source"], "Partner referral")


DIRT: tuple[tuple[int, Spoil], ...] = (
    (9, broken_mail),
    (13, put("country", "", "")),
    (4, put("country", "Bavaria", "N/A", "U.S.of A.")),
    (10, put("hs_analytics_source", "unknown", "unknown", "?")),
    (3, put("hs_analytics_source", "Webinar", "webinar 03/26")),
    (7, labelled),
    (6, grouped),
    (7, put("hubspotscore", "105", "120", "-1")),
    (5, put("hubspotscore", "41", "55", "38")),
    (4, put("hubspotscore", "", "tbd")),
    (6, day_first),
    (4, put("consent_date", "")),
    (5, put("marketing_consent", "false", "")),
    (3, put("marketing_consent", "opted in")),
    (4, put("lastname", "")),
    (3, put("company", "")),
    (3, put("jobtitle", "Student", "PhD student")),
    (5, spaced),
    (2, put("createdate", "03.02.2026 14:05")),
)


def spoil(dice: Dice, made: Made) -> None:
    """Spoil some rows of every file, each at most once."""
    clean = [row for row in made.leads[3:] if row["lifecyclestage"] != LEAD]
    order = sorted((dice.between(0, 1), number) for number in range(len(clean)))
    left = [clean[number] for _, number in order]
    for count, spoil_one in DIRT:
        for _ in range(count):
            spoil_one(left.pop(), dice)
    fair = [row for row in left if row["hs_analytics_source"] == "OFFLINE"]
    for row in fair[:8]:  # cards from the fair, without a number
        row["phone"] = ""
        left.remove(row)
    for _ in range(3):  # the same person twice, in other capitals
        one, twice = left.pop(), left.pop()
        local, _, domain = one["email"].partition("@")
        twice["email"] = f"{local.title()}@{domain}"
        twice["firstname"], twice["lastname"] = one["firstname"], one["lastname"]
    for row in [each for each in left if each["lifecyclestage"] == RECYCLED][:3]:
        row["recycle_reason"] = ""
    claimed = left.pop()  # an MQL by its row, of which no history knows
    made.stages = [row for row in made.stages if row[0] != claimed["hs_object_id"] or row[3] == LEAD]
    claimed["lifecyclestage"] = MQL
    spoil_touches(made)


def spoil_touches(made: Made) -> None:
    """Add what logs bring along."""
    rows = made.touches
    rows += [list(row) for row in (rows[40], rows[41], rows[333])]  # two exports that overlap
    for number in (50, 90, 300, 420):
        rows[number][2] = "linkedin"
    rows[140][2] = "voicemail drop"
    calls = [row for row in rows if row[2] == "call"]
    calls[31][3] = "yesterday"
    calls[77][1] = ""
    for number, key in ((12, "61190007"), (60, "61190441"), (61, "61190441")):  # deleted from the CRM
        calls[number][1] = key
    ahead = END + dt.timedelta(days=1, hours=10)
    rows.append([stamp(ahead), rows[500][1], "meeting", stamp(ahead), "casey", "false"])


# ── files ───────────────────────────────────────────────────────────────────────────────────────────


def files() -> dict[str, bytes]:
    """Give every file made, by its name."""
    made = make()
    return {
        "leads.csv": leads_file(made.leads),
        "touches.csv": table(["lead_id", "event", "at", "owner", "automated"], [row[1:] for row in made.touches]),
        "stages.csv": table(["hs_object_id", "property", "old_value", "new_value", "changed_at"], made.stages),
        "owners.csv": table(["hs_object_id", "changed_at", "new_value"], made.owners),
    }


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def leads_file(leads: Sequence[dict[str, str]]) -> bytes:
    """Write the leads, and among them four lines that no program can read as a lead."""
    lines = table(COLUMNS, [[row[name] for name in COLUMNS] for row in leads]).split(b"\n")
    short = lines[97].rsplit(b",", 6)[0]
    lines[97] = short  # the export broke off
    cells = lines[171].split(b",")
    cells[6] = b"Fennimore, Sons & Co"  # a comma without quotes
    lines[171] = b",".join(cells)
    cells = lines[244].split(b",")
    cells[2] = "Renée".encode("latin-1")  # pasted in from an old system
    lines[244] = b",".join(cells)
    lines.insert(318, b"")
    return b"\n".join(lines)


def _plain(name: str) -> str:
    """Spell a name as an address does."""
    return name.lower().translate(str.maketrans("äöüéíñ", "aouein"))


def main() -> None:
    """Write every file, and say how large they are."""
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
        print(f"{len(content):>8,}  {name}")


if __name__ == "__main__":
    main()
