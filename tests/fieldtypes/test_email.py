"""Mail addresses by the isemail suite: 164 of them, with a verdict each."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
from jsonschema import Draft202012Validator

from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.spec import Spec

SUITE = Path(__file__).parents[1] / "data/isemail/isemail_tests.csv"
EMAIL = TYPES["email"]
SPEC = Spec("email")
# What mail servers take. The other categories are of message headers (CFWS, RFC5322), out of use (DEPREC) or wrong.
ACCEPTED = {"ISEMAIL_VALID_CATEGORY": 14, "ISEMAIL_DNSWARN": 8, "ISEMAIL_RFC5321": 16}
REFUSED = {"ISEMAIL_ERR": 66, "ISEMAIL_RFC5322": 30, "ISEMAIL_DEPREC": 20, "ISEMAIL_CFWS": 10}
# Wrong only by the line breaks and spaces around them, which ola trims before it reads.
WRONG_UNTIL_TRIMMED = {99, 127, 128, 132, 141, 142, 143, 145, 146, 147, 150, 151, 152, 154, 155, 156}


def suite() -> list[tuple[int, str, str]]:
    """Each address with its number and category; the suite writes control characters as U+24xx pictures."""
    controls = {0x2400 + code: chr(code) for code in range(0x20)}
    with SUITE.open(encoding="utf-8", newline="") as file:
        return [(int(row["id"]), row["address"].translate(controls), row["category"]) for row in csv.DictReader(file)]


def test_categories_are_wholly_accepted_or_wholly_refused() -> None:
    """Untrimmed, what SMTP can carry is read, and nothing else is."""
    read = EMAIL.text_reader(SPEC)
    accepted: dict[str, int] = {}
    refused: dict[str, int] = {}
    for _, address, category in suite():
        counts = refused if read(address) is MALFORMED else accepted
        counts[category] = counts.get(category, 0) + 1
    assert (accepted, refused) == (ACCEPTED, REFUSED)


def test_trimming_mends_these_wrong_addresses() -> None:
    """White space around an address is no fault of the lead: these sixteen become valid, and no other wrong one."""
    read = EMAIL.reader(SPEC)
    assert {n for n, a, kind in suite() if kind == "ISEMAIL_ERR" and read(a) is not MALFORMED} == WRONG_UNTIL_TRIMMED


def test_the_suite_reads_alike_everywhere() -> None:
    """Python, Polars and JSON Schema give one verdict on every address."""
    addresses = [address for _, address, _ in suite() if address.strip()]
    in_python = [EMAIL.reader(SPEC)(address) is not MALFORMED for address in addresses]
    column = pl.DataFrame({"raw": addresses}).select(EMAIL.columns(SPEC, pl.col("raw"), pl.String()).is_not_null())
    schema = Draft202012Validator(EMAIL.json_schema(SPEC))
    assert column["raw"].to_list() == in_python
    assert [schema.is_valid(address) for address in addresses] == in_python
