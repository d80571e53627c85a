"""Bad input ends in a clear finding or error, the right exit code, no traceback and no half-written output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
HEADER = (
    "hs_object_id,email,createdate,country,hubspotscore,marketing_consent,"
    "phone,numemployees,jobtitle,hubspot_owner_id,hs_analytics_source,lifecyclestage"
)
REST = ",,,,,,"
GOOD = f"7,jo@example.com,2026-03-01T10:00:00Z,US,75,true{REST}"
Ola = Callable[..., tuple[int, str, str]]


def check(ola: Ola, leads: str | bytes, *words: str, name: str = "leads.csv") -> tuple[int, dict[str, object], str]:
    """Check a file of these contents at mql; give exit code, the JSON and standard error."""
    Path(name).write_bytes(leads if isinstance(leads, bytes) else leads.encode())
    outputs = ("--accepted", "good.csv", "--rejected", "bad.csv")
    code, out, err = ola("check", name, "-a", str(HARBOR), "--system", "hubspot", "--format", "json", *outputs, *words)
    return code, json.loads(out) if out else {}, err


def counts(result: dict[str, object]) -> tuple[int, int, int]:
    """Give records, accepted and rejected."""
    summary = result["summary"]
    assert isinstance(summary, dict)
    return summary["records"], summary["accepted"], summary["rejected"]


def codes(result: dict[str, object]) -> list[str]:
    """List the codes of the findings."""
    findings = result["findings"]
    assert isinstance(findings, list)
    return [finding["code"] for finding in findings]


def outputs() -> list[str]:
    """List what stands in the folder beside the input."""
    return sorted(path.name for path in Path().iterdir() if not path.name.startswith("leads"))


WRITTEN = ["bad.csv", "good.csv", "good.csv.manifest.json"]


@pytest.mark.parametrize(
    ("leads", "words"),
    [
        ("", "empty"),
        (f"{HEADER},email\n{GOOD},x\n", "email"),
        (b"PAR1 is no CSV", "Parquet"),
        (b"\x00\x01\x02", ""),
    ],
    ids=["empty", "header twice", "another format", "not text"],
)
def test_a_file_that_cannot_be_read_ends_in_one_line(ola: Ola, leads: str | bytes, words: str) -> None:
    """Exit code 4, a way out on standard error, nothing on standard output, no output files."""
    code, result, err = check(ola, leads)
    assert (code, result) == (4, {})
    assert words in err
    assert err.startswith("ola: ")
    assert outputs() == []


def test_a_missing_file_and_a_folder(ola: Ola, tmp_path: Path) -> None:
    """Neither is read, and each is named."""
    for name in ("nowhere.csv", str(tmp_path)):
        code, out, err = ola("check", name, "-a", str(HARBOR))
        assert (code, out) == (4, "")
        assert name in err


def test_a_header_alone_is_a_file_of_no_leads(ola: Ola) -> None:
    """Nothing is wrong with no leads; the outputs have the columns."""
    code, result, _ = check(ola, HEADER + "\n")
    assert (code, counts(result)) == (0, (0, 0, 0))
    assert outputs() == WRITTEN


@pytest.mark.parametrize(
    "row",
    [
        "7,jo@example.com",
        f"{GOOD},more,cells",
        "",
        '7,"jo@example.com',
        f"7,j\udcff@example.com,2026-03-01T10:00:00Z,US,75,true{REST}",
    ],
    ids=["short", "long", "blank line", "unclosed quote", "bad byte"],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_text(ola: Ola, row: str) -> None:
    """Rows in are accepted and rejected, and the raw text, line number and finding of the row are kept."""
    after = "" if '"' in row else GOOD.replace("7,jo", "8,al") + "\n"
    text = f"{HEADER}\n{GOOD}\n{row}\n{after}".encode("utf-8", "surrogateescape")
    code, result, _ = check(ola, text, "--rejected", "bad.jsonl")
    good = 2 if after else 1
    assert (code, counts(result)) == (1, (good + 1, good, 1))
    rejected = json.loads(Path("bad.jsonl").read_text(encoding="utf-8"))
    assert rejected["_ola_line"] == 3
    assert rejected["_ola_raw"].rstrip("\n") == row.encode("utf-8", "surrogateescape").decode(
        "utf-8", "backslashreplace"
    )
    assert len(rejected["_ola_errors"]) == 1


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('{"hs_object_id": "8", ', False),
        ("[1, 2]", False),
        ('{"hs_object_id": NaN}', False),
        ('{"hs_object_id": "8", "hubspotscore": 1e999}', False),
        ('{"hs_object_id": "8", "email": {"work": "jo@example.com"}}', True),
    ],
    ids=["bad JSON", "no object", "NaN", "beyond every number", "nested where text was meant"],
)
def test_json_lines_that_do_not_fit(ola: Ola, line: str, kept: bool) -> None:  # noqa: FBT001 (a case)
    """A line that is no record is kept as text; a record with odd values is a record with findings."""
    code, result, _ = check(ola, f'{{"hs_object_id": "7"}}\n{line}\n', "--rejected", "bad.jsonl", name="leads.jsonl")
    assert (code, counts(result)) == (1, (2, 0, 2))
    rejected = json.loads(Path("bad.jsonl").read_text(encoding="utf-8").splitlines()[1])
    assert (rejected["_ola_raw"] is None) == kept


@pytest.mark.parametrize(
    ("created", "found"),
    [
        ("2026-02-30T10:00:00Z", ["OLA301"]),
        ("31/12/2025", ["OLA301"]),
        ("2026-03-01T25:00:00Z", ["OLA301"]),
        ("2026-03-01", ["OLA301"]),
        ("2026-03-01T10:00:00", []),
    ],
    ids=["no such day", "day first", "no such hour", "a date alone", "naive, in the system's zone"],
)
def test_instants_that_are_none(ola: Ola, created: str, found: list[str]) -> None:
    """What is no instant is malformed, never guessed; a naive one is in the zone the system declares."""
    _, result, _ = check(ola, f"{HEADER}\n{GOOD.replace('2026-03-01T10:00:00Z', created)}\n")
    assert codes(result) == found


@pytest.mark.parametrize("score", ["NaN", "inf", "-Infinity", "1e999", "7,5", "9007199254740993"])
def test_numbers_that_are_none(ola: Ola, score: str) -> None:
    """NaN, infinities and numbers beyond what every tool keeps exactly are malformed."""
    _, result, _ = check(ola, f"{HEADER}\n{GOOD.replace('75', chr(34) + score + chr(34))}\n")
    assert "OLA301" in codes(result)


def test_a_missing_column_is_one_finding(ola: Ola) -> None:
    """The column is named once for the file, and the rows are judged without it."""
    code, result, _ = check(ola, f"{HEADER.replace('email', 'mail')}\n{GOOD}\n")
    assert (code, counts(result)) == (1, (1, 0, 1))
    assert sorted(codes(result)) == ["OLA302", "OLA320"]


def test_no_key_column_still_counts_every_row(ola: Ola) -> None:
    """Without the key every row lacks it, and none is lost."""
    code, result, _ = check(ola, "email\njo@example.com\nal@example.com\n")
    assert (code, counts(result)) == (1, (2, 0, 2))


def test_a_cell_of_ten_megabytes_costs_one_row(ola: Ola) -> None:
    """A huge cell is one bad row, not a crash, and its text is kept whole."""
    text = f"{HEADER}\n{GOOD}\n8,{'x' * 10_000_000},2026-03-01T10:00:00Z,US,75,true{REST}\n"
    code, result, _ = check(ola, text, "--rejected", "bad.jsonl")
    assert (code, counts(result)) == (1, (2, 1, 1))
    assert Path("bad.jsonl").stat().st_size > 10_000_000


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_marked_encodings_are_read(ola: Ola, encoding: str) -> None:
    """A byte order mark says the encoding."""
    _, result, _ = check(ola, f"{HEADER}\n{GOOD}\n".encode(encoding))
    assert counts(result) == (1, 1, 0)


def test_a_declared_encoding_is_used(ola: Ola) -> None:
    """`--encoding cp1252` reads what UTF-8 cannot."""
    text = f"{HEADER},notes\n{GOOD},Geschäftsführer\n".encode("cp1252")
    assert counts(check(ola, text)[1]) == (1, 0, 1)
    assert counts(check(ola, text, "--encoding", "cp1252")[1]) == (1, 1, 0)


def test_the_input_is_never_written_over(ola: Ola) -> None:
    """An output that is the input is refused before anything is read."""
    Path("leads.csv").write_text(f"{HEADER}\n{GOOD}\n")
    code, out, err = ola("check", "leads.csv", "-a", str(HARBOR), "--accepted", "leads.csv")
    assert (code, out) == (2, "")
    assert "input itself" in err
    assert Path("leads.csv").read_text() == f"{HEADER}\n{GOOD}\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--system", "hubspott"), 2),
        (("--at", "mqll"), 2),
        (("--as-of", "yesterday"), 2),
        (("--as-of", "9999-12-31"), 2),
        (("--accepted", "out.xlsx"), 2),
        (("--nonsense",), 2),
        (("--accepted", "nowhere/out.csv"), 5),
    ],
)
def test_wrong_usage(ola: Ola, words: tuple[str, ...], code: int) -> None:
    """A wrong option is named, and nothing is written."""
    Path("leads.csv").write_text(f"{HEADER}\n{GOOD}\n")
    assert ola("check", "leads.csv", "-a", str(HARBOR), *words)[0] == code
    assert outputs() == []


def test_an_invalid_agreement_stops_every_verb(ola: Ola) -> None:
    """Exit code 3, with every error and its place on standard error."""
    text = HARBOR.read_text(encoding="utf-8")
    Path("broken.ola.yaml").write_text(text.replace("owed_by: sales", "owed_by: sails"), encoding="utf-8")
    Path("leads.csv").write_text(f"{HEADER}\n{GOOD}\n")
    for words in (
        ("check", "leads.csv", "-a", "broken.ola.yaml"),
        ("measure", "leads.csv", "-a", "broken.ola.yaml"),
        ("export", "json-schema", "-a", "broken.ola.yaml"),
    ):
        code, out, err = ola(*words)
        assert (code, out) == (3, "")
        assert 'Did you mean "sales"?' in err
    assert ola("lint", "broken.ola.yaml")[0] == 3
    assert ola("lint", "broken.ola.yaml", "--fail-on", "never")[0] == 0


def test_a_yaml_bomb_is_a_finding(ola: Ola) -> None:
    """A few lines that stand for millions of values are refused in no time."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    bomb += "".join(f"{chr(98 + at)}: &{chr(98 + at)} [{','.join(['*' + chr(97 + at)] * 9)}]\n" for at in range(9))
    Path("bomb.ola.yaml").write_text(bomb)
    code, out, _ = ola("lint", "bomb.ola.yaml")
    assert code == 3
    assert "OLA104" in out


def test_unknown_events_and_leads_are_counted(ola: Ola) -> None:
    """An event of a name the agreement does not know, and one of a lead nobody has, are findings with counts."""
    Path("leads.csv").write_text(f"{HEADER}\n{GOOD}\n")
    Path("touches.csv").write_text(
        "lead_id,event,at,owner,automated\n7,fax,2026-03-02T10:00:00Z,casey,false\n"
        "99,email,2026-03-02T10:00:00Z,casey,false\n7,email,not a time,casey,false\n"
    )
    words = ("measure", "touches.csv", "-a", str(HARBOR), "--leads", "leads.csv", "--system", "hubspot")
    code, out, _ = ola(*words, "--as-of", "2026-04-01", "--format", "json")
    assert code in (0, 1)
    said = [finding["message"] for finding in json.loads(out)["findings"]]
    assert any("fax" in message for message in said)
    assert any("lead" in message and "99" in json.dumps(json.loads(out)["findings"]) for message in said)
