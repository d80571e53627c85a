"""The benches run, and what they compare is the same work; no test asserts a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from ola.cli.app import VERBS
from ola.fieldtypes.countries import countries
from tests.bench import bench_check, bench_files, compare, environments
from tests.bench.bench_files import OLA, PEERS, Measured, Peer, counts_table, different, measure, times_table
from tests.bench.bench_start import PAIRS, table
from tests.bench.bench_start import compare as compare_starts
from tests.bench.start import typer_verbs
from tests.bench.watched import watched
from tests.bench.work import forms
from tests.bench.work.agreement import FILE

BENCH = Path(bench_files.__file__).parent


def test_the_yardstick_of_help_has_the_verbs_of_ola() -> None:
    """What `ola --help` is held to lists the same verbs with the same first words."""
    verbs = [each.callback for each in typer_verbs.app.registered_commands if each.callback is not None]
    listed = {verb.__name__: verb.__doc__ for verb in verbs}
    assert listed == {name: (verb.__doc__ or "").split("\n")[0] for name, verb in VERBS.items()}


def test_cold_start_is_compared_pair_by_pair() -> None:
    """Every command runs beside its yardstick, and the table has a row for each."""
    compared = compare_starts(rounds=1)
    assert [each.pair for each in compared] == list(PAIRS)
    assert all(len(each.rounds) == 1 for each in compared)
    assert len(table(compared).splitlines()) == 2 + len(PAIRS)


def test_every_file_of_a_peer_is_compared_and_says_what_it_does_not_give() -> None:
    """The list of peers, their files and their pinned packages are the same peers."""
    assert sorted(each.file for each in PEERS) == sorted((BENCH / "peers").glob("file_*.py"))
    pinned = {path.stem for path in environments.REQUIREMENTS.glob("*.txt")}
    assert pinned == {each.name for each in PEERS if not each.is_here}
    assert all(each.gives_not for each in PEERS)
    assert all("==" in environments.pinned(name) for name in pinned)


def test_the_whole_comparison_runs_on_few_leads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is installed here finds what ola finds, in every format, and is in the tables; who is not is told."""
    seen: list[Measured] = []

    def measuring(*given: object) -> list[Measured]:
        seen.extend(measure(*given))  # type: ignore[arg-type]
        return seen

    monkeypatch.setattr(bench_files, "measure", measuring)
    out = tmp_path / "comparison.md"
    words = ["--rows", "400", "--rounds", "1", "--parts", "files", "--environments", str(tmp_path), "--out", str(out)]
    compare.main(words)
    assert [(each.peer, each.form) for each in seen] == [
        (peer, form) for form in bench_files.WRITERS for peer in PEERS if form in peer.forms
    ]
    for each in seen:
        assert (each.failure is None) == (len(each.runs) == 1)
        assert each.failure is None or each.failure.startswith("not installed")
        if each.peer.is_here:
            assert each.failure is None
            assert each.counts is not None
            assert sum(each.counts["by_clause"].values()) > 0
    page = out.read_text(encoding="utf-8")
    assert all(f"| {each.peer.title} " in page for each in seen)
    assert all(f"- **{peer.title}:** {peer.gives_not}" in page for peer in PEERS)


def test_files_of_leads_are_measured_in_time_and_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of file has a row, once what is by hand was found to do the same work; so has each size."""
    monkeypatch.setattr(bench_check, "SHARES", (0.05,))
    times = list(bench_check.times(500, 1, tmp_path))
    assert [line.split(" | ")[:3] for line in times[2:]] == [["| 500", "5%", "parquet"], ["| 500", "5%", "csv"]]
    monkeypatch.setattr(bench_check, "WRITERS", {"csv": bench_check.WRITERS["csv"]})
    memory = list(bench_check.memory([300, 600], tmp_path))
    assert [line.split(" | ")[:2] for line in memory[2:]] == [["| 300", "csv"], ["| 600", "csv"]]
    assert {line.count("|") for line in times} == {times[0].count("|")}
    assert {line.count("|") for line in memory} == {memory[0].count("|")}
    assert list(tmp_path.glob("leads.*")) == []


def test_the_forms_of_the_peers_are_those_of_the_agreement() -> None:
    """Columns, choices, lengths, limits and patterns that the peers' files spell stand in the agreement too."""
    fields = yaml.safe_load(FILE.read_text(encoding="utf-8"))["fields"]
    columns = {name: says["in"]["hubspot"] for name, says in fields.items()}
    spelt = {name: column if isinstance(column, str) else column["field"] for name, column in columns.items()}
    assert {column: name for name, column in spelt.items()} == forms.FIELDS
    for name, choices in {"industry": forms.INDUSTRIES, "source": forms.SOURCES, "stage": forms.STAGES}.items():
        assert tuple(columns[name]["values"].values()) == choices
    assert columns["source"]["values"]["event"] == forms.EVENT
    assert {spelt[name]: each["max_length"] for name, each in fields.items() if "max_length" in each} == forms.LONGEST
    assert (fields["employees"]["max"], fields["score"]["max"]) == (forms.MOST_EMPLOYEES, forms.MOST_SCORE)
    assert tuple(fields["email"]["not"]) == forms.DENIED
    assert sorted(countries()) == sorted(forms.COUNTRIES)
    for name, pattern in {"postal_code": forms.POSTAL_CODE, "campaign": forms.CAMPAIGN}.items():
        assert pattern == f"^{fields[name]['pattern']}$"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("print('| a |\\n|---|')", "| a |\n|---|"),
        ("import sys; print(*sys.argv[1:])", "```text\n3 rounds\n```"),
        ("raise SystemExit('no peer')", "failed: no peer"),
    ],
)
def test_what_the_bench_of_one_lead_prints_is_in_the_page(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables stand as they are, other words as text, and a failure with its reason."""
    place = tmp_path / "tests" / "bench"
    place.mkdir(parents=True)
    (place / "bench_one.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert compare.one_lead(["3", "rounds"]) == said


TOLD = {"records": 9, "accepted": 7, "rejected": 2, "by_clause": {"a": 2, "b": 1}, "at_most": []}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, None),
        ({"accepted": None, "rejected": None}, None),
        ({"by_clause": {"a": 2, "b": 1, "c": 0}}, None),
        ({"by_clause": {"a": 2}, "at_most": ["b"]}, None),
        ({"rejected": 3}, "rejected: 3 instead of 2"),
        ({"by_clause": {"a": 2}}, "b: 0 findings instead of 1"),
        ({"by_clause": {"a": 2, "b": 3}, "at_most": ["b"]}, "b: 3 findings instead of 1"),
    ],
)
def test_counts_that_differ_are_told(changed: dict[str, object], said: str | None) -> None:
    """What a peer does not know is not compared; what it looks at under conditions may be fewer, never more."""
    assert different(TOLD | changed, TOLD) == said


def broken_peer(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Peer:
    """Give a peer whose file, beside ola's, does something else than the work."""
    (folder / "file_broken.py").write_text(f'"""What it does not give: anything."""\n{text}\n', encoding="utf-8")
    (folder / "file_ola.py").write_text(OLA.file.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(bench_files, "PEERS_FOLDER", folder)
    return Peer("broken", "broken", ("csv",), is_here=True)


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("raise SystemExit('no such leads')", "failed: no such leads"),
        ("import time; time.sleep(60)", "failed: took more than 2 s"),
    ],
)
def test_a_peer_that_fails_is_shown_with_its_reason(
    text: str, failure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends nothing, and has no time."""
    [broken] = measure(50, 1, [broken_peer(text, tmp_path, monkeypatch)], patience=2.0)
    assert broken.failure == failure
    assert not broken.runs
    assert f"| {failure} |" in times_table([broken], "csv")


def test_a_peer_that_finds_otherwise_has_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it counted is shown, and ola has its time beside it."""
    told = {"seconds": 0.1, "records": 1, "accepted": 1, "rejected": 0, "by_clause": {}, "at_most": []}
    broken = broken_peer(f"print({json.dumps(json.dumps(told))})", tmp_path, monkeypatch)
    ola, other = measure(50, 1, [OLA, broken])
    assert other.failure == "failed: records: 1 instead of 50"
    assert (len(ola.runs), len(other.runs)) == (1, 0)
    assert "| broken | csv | 1 | 1 | 0 | 0 of 0 clauses; failed: records: 1 instead of 50 |" in counts_table(
        [ola, other]
    )


def test_a_process_is_watched_to_its_end() -> None:
    """Its code, words and private memory are seen."""
    code = "import sys; kept = bytearray(64 * 2**20); import time; time.sleep(0.2); print('out'); sys.exit('err')"
    done = watched("python3", "-c", code)
    assert (done.code, done.out, done.error) == (1, "out\n", "err\n")
    assert done.peak > 60 * 2**20
    assert watched("python3", "-c", "pass", memory=False).peak == 0
