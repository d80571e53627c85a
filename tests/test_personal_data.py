"""Nothing personal stands in what ola says: secrets are planted wherever values go, and every output is searched."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pydantic
import pytest
from typer.testing import CliRunner

import ola
from ola.cli.app import VERBS, app
from ola.errors import NotAccepted, UnreadableInput
from tests.export.running import imported

RUN = CliRunner()
MARK = "S3CR3T"

AGREEMENT = """
ola: 1
id: planted
title: Everything that tells of a person
version: 1.0.0
status: signed
zone: UTC
parties: {marketing: {team: M}, sales: {team: S}}
systems: {crm: {party: sales, zone: UTC}, hubspot: {party: marketing, zone: UTC, values: text}}
owners: {casey: {team: S}}
fields:
  lead_id: {type: id, key: true, personal: true, supplied_by: marketing, in: {crm: Id, hubspot: hs_id}}
  email: {type: email, required: always, unique: true, personal: true, in: {crm: Email, hubspot: email}}
  name: {type: text, personal: true, max_length: 30, changes: never, in: {crm: Name, hubspot: name}}
  nick: {type: text, personal: true, min_length: 99, in: {crm: Nick, hubspot: nick}}
  code: {type: text, personal: true, pattern: "[a-z]+", unique: {by: [code, nick]}, in: {crm: Code, hubspot: code}}
  denied: {type: text, personal: true, not: [nobody, someone], in: {crm: Denied, hubspot: denied}}
  phone: {type: phone, personal: true, in: {crm: Phone, hubspot: phone}}
  birthday: {type: date, personal: true, in: {crm: Birthday, hubspot: birthday}}
  seen_at: {type: datetime, personal: true, in: {crm: Seen, hubspot: seen}}
  salary: {type: money, currency: USD, personal: true, max: 10, in: {crm: Salary, hubspot: salary}}
  age: {type: integer, personal: true, min: 900, in: {crm: Age, hubspot: age}}
  band: {type: choice, choices: [low, high], personal: true, in: {crm: Band, hubspot: band}}
  tags: {type: choice, many: true, choices: [a, b], personal: true, in: {crm: Tags, hubspot: tags}}
  consent: {type: boolean, personal: true, blank: {when: name is known}, in: {crm: Consent, hubspot: consent}}
  owner: {type: owner, personal: true, in: {crm: Owner, hubspot: owner}}
  created_at: {type: datetime, in: {crm: Created, hubspot: createdate}}
  stage: {type: stage, in: {crm: Stage, hubspot: stage}}
terms:
  insider: name contains "one"
scores:
  fit: {min: 0, max: 9, points: [{when: insider, add: 1}]}
segments:
  size: {big: salary > 5, small: otherwise}
rules:
  names differ: {when: name is known, must: lead.name != lead.nick and lead.code = lead.name}
  born late: {must: birthday > 2020-01-01}
stages:
  lead: {party: marketing}
  mql: {party: marketing, when: insider and salary < 5 and consent, unless: nick is known}
  accepted: {party: sales, end: true}
moves: [{move: lead -> mql, by: sales, at_most: 1, carries: age}, mql -> accepted]
handoff: mql -> accepted
logs:
  touches: {lead: lead_id, event: event, at: at, owner: owner, zone: UTC}
histories:
  stage: {log: stages, lead: lead_id, at: at, from: old, to: stage, by: by, zone: UTC}
  owner: {log: owners, lead: lead_id, at: at, to: owner, zone: UTC}
  name: {log: names, lead: lead_id, at: at, to: name, from: old, zone: UTC}
  band: {log: bands, lead: lead_id, at: at, to: band, zone: UTC}
calendars:
  office: {zone: UTC, hours: {mon-fri: 09:00-17:00}}
events:
  call: {log: touches, where: event = call}
  created: {at: created_at}
  seen: {at: seen_at}
commitments:
  first touch: {owed_by: sales, starts: mql, stops: call, calendar: {by: owner}, within: 2 business hours, per: owner}
  routing: {owed_by: marketing, starts: created, stops: mql, within: 8 hours}
  sight: {owed_by: marketing, starts: seen, stops: mql, within: 8 hours}
  twins: {owed_by: marketing, share: duplicate email, of: mql, at_most: 1% per month}
"""

HEADER = "Id,Email,Name,Nick,Code,Denied,Phone,Birthday,Seen,Salary,Age,Band,Tags,Consent,Owner,Created,Stage,Unknown"
LEADS = """\
{m}id1,{m}1@example.com,{m} one,{m} one,{m}code,someone,{m}tel,{m}day,{m}at,{m}pay,{m}age,{m}band,a;{m}tag,{m}yes,\
{m}owner1,2026-05-01T10:00:00Z,mql,{m}unknown1
{m}id2,{m}1@example.com,{m} two and so on and so on and on,{m} nick,{m}code,nobody,+4915112345678,1961-02-03,\
1962-03-04T05:06:07Z,77777777,42,{m}band,{m}tag,true,{m}owner2,2026-05-02T10:00:00Z,mql,{m}unknown2
{m}id3,{m}no address,,{m} nick,{m}code,x,,1970-01-01,2062-05-04T10:00:00Z,3,1200,low,a,false,{m}owner3,\
2026-05-03T10:00:00Z,mql,
{m}id4,{m}short
{m}id5,"{m}closed"{m}after,,,,,,,,,,,,,,,,
{m}id6,"{m}never closed
"""
BAD_JSON = [
    '{"Id": "{m}id7", "Email": "{m}x", \'Name\': "{m}y"}',
    '{"Id": "{m}id8", "Email": "{m}x", "Email": "{m}y"}',
    '["{m}list"]',
    '"{m}text"',
    '{"Id": "{m}id9", "Email": "{m}\\ud83d"}',
    '{"Id": "{m}id9", "Email": {m}x}',
    '{"Id": "{m}id10", "Age": 1e999}',
    '{"Id": "{m}id11", "Email": {"{m}": "{m}"}, "Band": ["{m}"], "Name": ["{m}"], "{m}@example.com": "{m}"}',
]
EVENTS = {
    "touches": "lead_id,event,at,owner\n"
    "{m}id1,call,2026-05-01T11:00:00Z,{m}owner1\n{m}id9,call,2026-05-01T11:00:00Z,{m}owner9\n"
    "{m}id1,call,2036-05-01T11:00:00Z,{m}owner1\n,call,2026-05-01T11:00:00Z,{m}owner9\n{m}id1,call\n"
    + "".join(f"{{m}}id{n},call,2026-05-04T11:00:{n:02}Z,{{m}}owner9\n" for n in range(1, 40)),
    "stages": "lead_id,at,old,stage,by\n"
    "{m}id1,2026-05-01T10:30:00Z,,lead,{m}author\n{m}id1,2026-05-01T10:40:00Z,lead,mql,{m}author\n"
    "{m}id2,2026-05-01T10:30:00Z,,mql,casey\n{m}id2,2026-05-01T10:30:00Z,,accepted,{m}author\n"
    "{m}id3,2026-05-01T10:30:00Z,lead,mql,{m}author\n{m}id3,2026-05-02T10:30:00Z,accepted,lead,casey\n"
    "{m}id3,2026-05-03T10:30:00Z,lead,mql,casey\n{m}id7,2026-05-03T10:30:00Z,,accepted,casey\n",
    "owners": "lead_id,at,owner\n{m}id1,2026-05-01T10:30:00Z,{m}owner1\n{m}id1,2026-05-01T10:30:00Z,{m}owner2\n"
    "{m}id2,2026-05-01T10:30:00Z,{m}owner3\n{m}id3,2026-05-01T10:30:00Z,{m}owner4\n",
    "names": "lead_id,at,old,name\n{m}id1,2026-05-01T10:30:00Z,,{m}name1\n{m}id1,2026-05-01T10:30:00Z,,{m}name2\n"
    "{m}id2,2026-05-01T10:30:00Z,{m}older,{m}name3\n{m}id2,2026-05-02T10:30:00Z,{m}other,{m}name4\n",
    "bands": "lead_id,at,band\n{m}id1,2026-05-01T10:30:00Z,{m}band\n",
}
MANY = "Id,Email,E-Mails,Name,Phone,Birthday,Seen,Nick,Stage\n" + "".join(
    f"{{m}}id{n},{{m}}{n}@example.com,{{m}},{{m}} one,{'{m}tel' if n < 20 else ''},"
    f"{'1961-02-03' if n < 20 else '23/04/1961'},2026-05-04T00:00:00Z,,{'mql' if n else 'Nurture'}\n"
    for n in range(40)
)
SAMPLE = "lead_id,contact,linkedin,surname,email,mobile,ip\n" + "".join(
    f"{n},{{m}}ann{n % 2},{{m}}link{n % 2},{{m}}sur{n % 2},{{m}}{n}@example.com,{{m}}mob{n % 2},{{m}}ip{n % 2}\n"
    for n in range(12)
)


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """Write the agreement, and leads and events that are full of secrets."""
    texts = {
        "planted.ola.yaml": AGREEMENT,
        "leads.csv": f"{HEADER}\n{LEADS}",
        "nameless.csv": "{m}0@example.com,+1 202 555 0199\n" + "{m}1@example.com,+1 202 555 0100\n" * 3,
        "many.csv": MANY,
        "sample.csv": SAMPLE,
        **{f"{name}.csv": text for name, text in EVENTS.items()},
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text.replace("{m}", MARK), "utf-8")
    good = list(csv.DictReader((tmp_path / "leads.csv").read_text("utf-8").splitlines()[:4]))
    lines = [*(json.dumps(each) for each in good), *(each.replace("{m}", MARK) for each in BAD_JSON)]
    (tmp_path / "leads.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    pl.DataFrame(good).write_parquet(tmp_path / "leads.parquet")
    return tmp_path


def run(*words: str | Path) -> str:
    """Run the command; give all it says, errors included."""
    done = RUN.invoke(app, [str(each) for each in words])
    assert done.exception is None or isinstance(done.exception, SystemExit | ola.OlaError), done.exception
    return f"{done.stdout}{done.stderr}{done.exception or ''}"


def check(folder: Path) -> Iterator[str]:
    """All that `ola check` says, and what stands beside rejected rows."""
    for name in ("leads.csv", "leads.jsonl", "leads.parquet", "nameless.csv"):
        words: list[str | Path] = ["check", folder / name, "-a", folder / "planted.ola.yaml", "-s", "crm"]
        words += ["--as-of", "2026-06-01"]
        for at in ("mql", "claimed"):
            yield run(*words, "--at", at)
            yield run(*words, "--at", at, "-f", "json")
        good, bad = folder / "good.jsonl", folder / "bad.jsonl"
        yield run(*words, "--accepted", good, "--rejected", bad, "--translate", "hubspot")
        yield (folder / "good.jsonl.manifest.json").read_text("utf-8")
        for line in bad.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield json.dumps([row["_ola_errors"], row["_ola_warnings"]])


def profile(folder: Path) -> Iterator[str]:
    """All that `ola profile` says."""
    events = [f"{name}={folder / name}.csv" for name in EVENTS]
    for name in ("leads.csv", "leads.jsonl", "leads.parquet", "nameless.csv", "many.csv"):
        words: list[str | Path] = ["profile", folder / name, *events, "-a", folder / "planted.ola.yaml", "-s", "crm"]
        yield run(*words, "--as-of", "2026-06-01")
        yield run(*words, "--as-of", "2026-06-01", "-f", "json")


def measure(folder: Path) -> Iterator[str]:
    """All that `ola measure` says; rows of verdicts name the lead and its owner, and nothing else does."""
    events = [f"{name}={folder / name}.csv" for name in EVENTS]
    words: list[str | Path] = [
        "measure",
        *events,
        "-a",
        folder / "planted.ola.yaml",
        "-s",
        "crm",
        "-l",
        folder / "leads.csv",
    ]
    words += ["--as-of", "2026-06-01", "--by", "owner", "--limit", "1000"]
    yield run(*words, "-l", folder / "nameless.csv", "-f", "json")
    yield run(*words)
    yield run(*words, "-f", "json", "--verdicts", folder / "verdicts.jsonl", "--save-state", folder / "state")
    yield run(*words, "--open")
    yield run(*words, "--open", "-f", "csv")
    yield run(*words, "--open", "-f", "json")
    yield run(*words, "--by", "email")
    yield run(*words, "--explain", f"{MARK}id1").replace(f"lead {MARK}id1", "the lead that was asked for")
    for line in (folder / "verdicts.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield json.dumps({key: value for key, value in row.items() if key not in ("lead", "owner")})
    yield run(*words, "--state", folder / "state")


def init(folder: Path) -> Iterator[str]:
    """What `ola init` drafts from a sample, and what it says it guessed."""
    yield run("init", "-", "--from", folder / "sample.csv")
    yield run("init", "-")


def lint(folder: Path) -> Iterator[str]:
    """`ola lint` has seen no lead."""
    yield run("lint", folder / "planted.ola.yaml")


def fmt(folder: Path) -> Iterator[str]:
    """`ola fmt` has seen no lead."""
    yield run("fmt", folder / "planted.ola.yaml", "--check")


def read(folder: Path) -> Iterator[str]:
    """`ola read` has seen no lead."""
    (folder / "planted.md").write_text("Sales calls every lead within 4 hours of assignment.", encoding="utf-8")
    yield run("read", folder / "planted.md")


def write(folder: Path) -> Iterator[str]:
    """`ola write` has seen no lead."""
    yield run("write", folder / "planted.ola.yaml")


def export(folder: Path) -> Iterator[str]:
    """What is exported has seen no lead, and the model refuses one without showing it."""
    for target in ("json-schema", "requirements", "pydantic"):
        yield run("export", target, "-a", folder / "planted.ola.yaml", "-s", "crm")
    model = imported(ola.export(folder / "planted.ola.yaml", "pydantic", system="crm").text).Lead
    for lead in csv.DictReader((folder / "leads.csv").read_text("utf-8").splitlines()[:4]):
        with pytest.raises(pydantic.ValidationError) as refused:
            model.model_validate(lead)
        yield str(refused.value)


def explain(folder: Path) -> Iterator[str]:  # noqa: ARG001 - it needs no file
    """`ola explain` has seen no lead."""
    yield run("explain", "OLA301")


def demo(folder: Path) -> Iterator[str]:
    """The demo tells of leads whose addresses it does not show."""
    said = run("demo", folder / "demo")
    leads = (folder / "demo/leads.csv").read_text("utf-8", "replace")
    addresses = set(re.findall(r"[^,\n]+@[^,\n]+", leads))
    assert len(addresses) > 100
    assert [each for each in addresses if each in said] == []
    yield said


SAYS: dict[str, Callable[[Path], Iterator[str]]] = {
    "init": init,
    "lint": lint,
    "fmt": fmt,
    "read": read,
    "write": write,
    "check": check,
    "profile": profile,
    "measure": measure,
    "export": export,
    "explain": explain,
    "demo": demo,
}


FINDS = {
    "check": [*range(301, 316), 320, 405, 407, 408, *range(411, 416)],
    "profile": [*range(318, 330), 514, 515],
    "measure": [*range(513, 518), 519, 522, 542, *range(544, 550), 632],
}


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_says_anything_personal(verb: str, planted: Path) -> None:
    """Findings, examples, reports, manifests, drafts and errors show no personal value, whatever is wrong with it.

    The rows themselves stay as they came: accepted, rejected (with `_ola_raw`) and translated leads, rows of verdicts
    and a saved state hold what a sync and the next run need.
    """
    lines = [line for said in SAYS[verb](planted) for line in said.splitlines()]
    assert [line for line in lines if MARK in line] == []
    found = set(re.findall(r"OLA\d{3}", "\n".join(lines)))
    assert {f"OLA{number}" for number in FINDS.get(verb, ())} <= found, "what was planted is no longer found"


def test_nothing_personal_is_said_in_python(planted: Path) -> None:
    """Verdicts, exceptions and what a library says of a frame show no personal value either."""
    agreement = ola.load(planted / "planted.ola.yaml")
    leads = list(csv.DictReader((planted / "leads.csv").read_text("utf-8").splitlines()[:4]))
    said: list[str] = []
    checker = ola.checker(agreement, system="crm", at="claimed")
    for lead in leads:
        verdict = checker(lead)
        said += [str(verdict), repr(verdict.findings), verdict.to_json()]
        with pytest.raises(NotAccepted) as refused:
            checker.translate(lead, "hubspot")
        said += [str(refused.value), repr(refused.value)]
    batch = ola.check(agreement, leads, system="crm")
    found = ola.profile(agreement, leads, system="crm")
    said += [str(batch), batch.to_json(), repr(batch.findings), str(found), repr(found), found.to_json()]
    timing = ola.measure(agreement, {name: planted / f"{name}.csv" for name in EVENTS}, leads=leads, system="crm")
    said += [str(timing), timing.to_json(), repr(timing.findings)]
    cast = pl.LazyFrame(leads).with_columns(pl.col("Email").cast(pl.Int64))
    for frame in (pd.DataFrame({"Email": [5, f"{MARK}@example.com"]}), cast):
        with pytest.raises(UnreadableInput) as unread:
            ola.check(agreement, frame, system="crm")
        said.append(str(unread.value))
    assert [each for each in said if MARK in each] == []
