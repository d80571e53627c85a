"""What a person sees when a file is cut off, a disk is full or a run is killed: a way out, and nothing by halves."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.cli.small import SMALL

HEADER = "lead,email,notes\n"
MANY = 100_000
OLA = "from ola.cli import main; main()"
BEFORE = "what stood here before\n"
LIMIT = 1_000_000  # bytes that a file may grow to where the disk is made small


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with an agreement and the outputs of an earlier run."""
    monkeypatch.chdir(tmp_path)
    Path("small.ola.yaml").write_text(SMALL)
    for name in ("good.csv", "bad.csv", "good.csv.manifest.json"):
        Path(name).write_text(BEFORE)


def begun(*words: str, first: str = "", **environment: str) -> subprocess.Popen[str]:
    """Start the command in a process of its own, after what is done `first` in it."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{first}\n{OLA}", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"} | environment,
    )


def ran(*words: str, first: str = "", **environment: str) -> tuple[int, str, str]:
    """Run the command; give exit code, standard output and standard error."""
    process = begun(*words, first=first, **environment)
    out, err = process.communicate()
    assert "Traceback" not in out + err
    return process.returncode, out, err


def checked(leads: str, *words: str, first: str = "", **environment: str) -> tuple[int, str, str]:
    """Check leads into two files."""
    outputs = ("--accepted", "good.csv", "--rejected", "bad.csv", "--as-of", "2026-06-01")
    return ran("check", leads, "-a", "small.ola.yaml", *outputs, *words, first=first, **environment)


def earlier_outputs_stand() -> bool:
    """Whether the files of the earlier run are as they were, and nothing unfinished lies beside them."""
    assert [path.name for path in Path().iterdir() if path.name.endswith((".part", ".spool"))] == []
    return all(Path(name).read_text() == BEFORE for name in ("good.csv", "bad.csv", "good.csv.manifest.json"))


def many(name: str = "leads.csv") -> str:
    """Write many leads, of which none is wrong; give the name."""
    rows = "".join(f"{at},lead{at}@example.com,{hashlib.sha256(str(at).encode()).hexdigest()}\n" for at in range(MANY))
    Path(name).write_text(HEADER + rows)
    return name


# ── inputs that end too early ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("leads.csv", HEADER + '1,ann@example.com,\n2,ben@example.com,"went to', "OLA407"),
        ("leads.csv", HEADER + '1,ann@example.com,\n2,ben@example.com,"went to\nthe fair and', "OLA405"),
        ("leads.csv", HEADER + "1,ann@example.com,\n2,be", "OLA405"),
        ("leads.jsonl", '{"lead": "1", "email": "ann@example.com"}\n{"lead": "2", "email": "be', "OLA411"),
    ],
    ids=["in a quote", "lines after the quote", "in a row", "half a line"],
)
def test_a_text_cut_off_in_the_middle_is_said_to_be(name: str, text: str, code: str) -> None:
    """Whole rows are judged, the last is rejected, and the first thing that is said is that leads are missing."""
    Path(name).write_text(text)
    exit_code, out, _ = checked(name, "--format", "json")
    assert exit_code == 1
    result = json.loads(out)
    first, *others = result["findings"]
    assert (first["code"], first["level"]) == ("OLA419", "error")
    assert first["message"] == (
        f"{name} ends in the middle of a record. Most likely it was cut off, and leads after it are missing."
    )
    assert first["advice"] == "Fetch it again; if it is complete, mend its last line."
    assert code in {finding["code"] for finding in others}
    assert result["summary"]["accepted"] == 1
    assert result["summary"]["records"] == 1 + result["summary"]["rejected"]
    assert Path(name).read_text() == text


@pytest.mark.parametrize("text", [HEADER + "1,ann@example.com,", HEADER + "1,ann@example.com,\n2,be\n"])
def test_a_text_that_ends_otherwise_is_not(text: str) -> None:
    """A last line without its end that can be read, and one that cannot but ends."""
    Path("leads.csv").write_text(text)
    assert "OLA419" not in checked("leads.csv")[1]


@pytest.mark.parametrize("lost", [1, 100, 5_000])
def test_a_parquet_file_cut_off_is_refused(lost: int) -> None:
    """Exit code 4; its table of contents stands at its end, so nothing of it can be read."""
    numbers = range(9_000)
    frame = pl.DataFrame({"lead": [*map(str, numbers)], "email": [f"lead{at}@example.com" for at in numbers]})
    frame.write_parquet("leads.parquet")
    whole = Path("leads.parquet").read_bytes()
    Path("leads.parquet").write_bytes(whole[:-lost])
    code, out, err = checked("leads.parquet")
    assert (code, out) == (4, "")
    assert err.startswith("ola: leads.parquet is a broken or cut off Parquet file")
    assert "Write or fetch it again." in err
    assert earlier_outputs_stand()
    assert Path("leads.parquet").read_bytes() == whole[:-lost]


@pytest.mark.parametrize("lost", [1, 8, 50_000])
def test_a_gzip_with_a_broken_tail_is_refused(lost: int) -> None:
    """Exit code 4, even where all rows could be read and the checksum alone is missing; what was written is gone."""
    packed = gzip.compress(Path(many()).read_bytes())[:-lost]
    Path("leads.csv.gz").write_bytes(packed)
    code, out, err = checked("leads.csv.gz")
    assert (code, out) == (4, "")
    assert err.startswith("ola: leads.csv.gz is cut off or broken inside its gzip compression")
    assert err.endswith("Fetch it again.\n")
    assert earlier_outputs_stand()
    assert Path("leads.csv.gz").read_bytes() == packed


# ── no room ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of two megabytes; where none may be mounted, these tests are left out."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True).returncode:  # noqa: PLW1510
        pytest.skip("left out: a full disk (needs the right to mount a small one)")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_full_disk_is_said_and_leaves_what_was_there(small_disk: Path, ending: str) -> None:
    """Exit code 5, with the system's word and a way out."""
    many()
    place = small_disk / f"good.{ending}"
    place.write_text(BEFORE)
    code, out, err = ran("check", "leads.csv", "-a", "small.ola.yaml", "--accepted", str(place))
    assert (code, out) == (5, "")
    assert err.startswith(f"ola: {place} could not be written: No space left on device")
    assert "make room or choose another place, then run again" in err
    assert {path.name: path.read_text() for path in small_disk.iterdir()} == {place.name: BEFORE}


def test_no_room_for_a_second_pass_names_the_folder(small_disk: Path) -> None:
    """Standard input and queries are kept in the temporary folder while they are needed."""
    with sqlite3.connect("sales.db") as opened:
        opened.execute("create table leads (lead, email, notes)")
        rows = [(at, "ann@example.com", os.urandom(50)) for at in range(60_000)]
        opened.executemany("insert into leads values (?, ?, ?)", rows)
    opened.close()
    code, out, err = checked("sqlite:///sales.db#leads", TMPDIR=str(small_disk))
    assert (code, out) == (4, "")
    assert err == (
        f"ola: sqlite:///sales.db#leads could not be kept in {small_disk} for a second pass: No space left on device. "
        "Make room there, or set TMPDIR to a folder that has some.\n"
    )
    assert earlier_outputs_stand()
    assert list(small_disk.iterdir()) == []


def test_a_table_on_a_full_disk_stays_as_it_was(small_disk: Path) -> None:
    """Neither its old rows are gone nor any new one there."""
    many()
    place = f"sqlite:///{small_disk}/sales.db#verdicts"
    Path("few.csv").write_text(HEADER + "1,ann@example.com,\n")
    assert ran("check", "few.csv", "-a", "small.ola.yaml", "--verdicts", place)[0] == 0
    code, out, err = ran("check", "leads.csv", "-a", "small.ola.yaml", "--verdicts", place)
    assert (code, out) == (5, "")
    assert err == f"ola: {place} could not be written: database or disk is full. Nothing was changed there.\n"
    opened = sqlite3.connect(small_disk / "sales.db")
    assert opened.execute("select lead, verdict from verdicts").fetchall() == [("1", "accepted")]
    opened.close()


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_quota_is_as_good_as_a_full_disk(ending: str) -> None:
    """A file that may not grow further."""
    many()
    Path(f"good.{ending}").write_text(BEFORE)
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({LIMIT}, {LIMIT}))"
    code, out, err = checked("leads.csv", "--accepted", f"good.{ending}", first=limited)
    assert (code, out) == (5, "")
    assert err.startswith(f"ola: good.{ending} could not be written: File too large")
    assert earlier_outputs_stand()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != LIMIT


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_result_that_does_not_fit_on_standard_output_is_said(form: str) -> None:
    """Exit code 5, of a short result and of a long one."""
    for leads in ("1,,\n", "1,,\n" * 2_000):
        Path("leads.csv").write_text(HEADER + leads)
        words = ["check", "leads.csv", "-a", "small.ola.yaml", "--format", form, "--limit", "5000", "--quiet"]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-c", OLA, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert done.returncode == 5
        assert done.stderr == (
            "ola: the result could not be written to standard output: No space left on device. Make room there.\n"
        )


# ── runs that are killed ────────────────────────────────────────────────────────────────────────


def begun_and_writing(*words: str) -> subprocess.Popen[str]:
    """Start a check of many leads and wait until its outputs are begun."""
    many()
    outputs = ("--accepted", "good.csv", "--rejected", "bad.csv")
    process = begun("check", "leads.csv", "-a", "small.ola.yaml", *outputs, *words)
    until = time.monotonic() + 60
    while sum(path.name.endswith(".part") for path in Path().iterdir()) < 3:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.005)
    return process


@pytest.mark.parametrize(("number", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_run_that_is_told_to_stop_takes_everything_back(number: signal.Signals, exit_code: int) -> None:
    """Ctrl-C, `kill` and a closed terminal: what stood there stands there still, and it is said."""
    process = begun_and_writing()
    before = Path("leads.csv").read_bytes()
    process.send_signal(number)
    out, err = process.communicate()
    assert (process.returncode, out) == (exit_code, "")
    assert err == (
        "ola: stopped. Nothing was written, and what stood under the names of the outputs still stands there.\n"
    )
    assert earlier_outputs_stand()
    assert Path("leads.csv").read_bytes() == before


def test_a_run_that_is_killed_leaves_no_output_and_the_next_one_tidies_up() -> None:
    """Nobody can tidy up after SIGKILL but the next run; what stood under the names stands there all the while."""
    process = begun_and_writing()
    process.kill()
    process.communicate()
    left = [path for path in Path().iterdir() if path.name.endswith(".part")]
    assert len(left) == 3
    assert all(Path(name).read_text() == BEFORE for name in ("good.csv", "bad.csv"))
    long_ago = time.time() - 3_600
    for path in left:
        os.utime(path, (long_ago, long_ago))
    Path("leads.csv").write_text(HEADER + "1,ann@example.com,\n")
    assert checked("leads.csv")[0] == 0
    assert [path.name for path in Path().iterdir() if path.name.endswith(".part")] == []
    assert Path("good.csv").read_text() == HEADER + "1,ann@example.com,\n"


def test_a_run_does_not_tidy_up_after_one_that_is_under_way() -> None:
    """However long that takes."""
    process = begun_and_writing()
    process.send_signal(signal.SIGSTOP)
    try:
        left = {path for path in Path().iterdir() if path.name.endswith(".part")}
        for path in left:
            os.utime(path, (1, 1))
        Path("few.csv").write_text(HEADER + "1,ann@example.com,\n")
        assert checked("few.csv")[0] == 0
        assert left <= set(Path().iterdir())
    finally:
        process.send_signal(signal.SIGCONT)
    process.communicate()
    assert process.returncode == 0
    assert Path("good.csv").read_text().count("\n") == MANY + 1


def test_a_signal_that_is_ignored_stays_so() -> None:
    """As under `nohup`."""
    Path("leads.csv").write_text(HEADER + "1,ann@example.com,\n")
    hung_up = """
import os, signal
from ola import batch
signal.signal(signal.SIGHUP, signal.SIG_IGN)
plainly = batch.Batch.write
def write(*given, **named):
    os.kill(os.getpid(), signal.SIGHUP)
    return plainly(*given, **named)
batch.Batch.write = write
"""
    assert checked("leads.csv", first=hung_up)[0] == 0


# ── the input is never an output ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("option", ["--accepted", "--rejected", "--verdicts"])
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("leads.csv", "is the input itself"),
        ("./folder/../leads.csv", "is the input itself"),
        ("link.csv", "is the input itself"),
        ("second-name.csv", "is the input itself"),
        ("folder/more.csv", "would be part of folder, the input, the next time"),
        ("folder/of-may.csv", "would be part of folder, the input, the next time"),
    ],
)
def test_an_output_that_is_the_input_is_refused(option: str, place: str, words: str) -> None:
    """By the same name, another way of writing it, a link of either kind, or within the folder that is read."""
    Path("folder").mkdir()
    for name in ("leads.csv", "folder/of-may.csv"):
        Path(name).write_text(HEADER + "1,ann@example.com,\n2,,\n")
    Path("link.csv").symlink_to("leads.csv")
    Path("second-name.csv").hardlink_to("leads.csv")
    leads = "folder" if "folder," in words else "leads.csv"
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    code, out, err = ran("check", leads, "-a", "small.ola.yaml", option, place)
    assert (code, out) == (2, "")
    assert words in err
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_a_manifest_never_replaces_the_input() -> None:
    """Not even where the input has the name that the manifest would have."""
    Path("good.csv.manifest.json").write_text('{"lead": "1", "email": "ann@example.com"}\n')
    code, _, err = ran("check", "good.csv.manifest.json", "-a", "small.ola.yaml", "--accepted", "good.csv")
    assert (code, "is the input itself" in err) == (2, True)
    assert Path("good.csv").read_text() == BEFORE
