"""Mail addresses by the isemail suite: 164 of them, with a verdict each, by every way to judge a lead."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pydantic
import pytest
from jsonschema import Draft202012Validator

import ola
from ola.evaluate.leads.columns import compile_columns
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.spec import Spec
from tests.export.node_judge import judge
from tests.export.running import imported

SUITE = Path(__file__).parents[1] / "data/isemail/isemail_tests.csv"
EMAIL = TYPES["email"]
SPEC = Spec("email")
AGREEMENT = ola.load(
    b"{ola: 1, id: addresses, version: 1.0.0, zone: UTC, parties: {marketing: {}}, fields: {email: {type: email}}}"
)
# What mail servers take. The other categories are of message headers (CFWS, RFC5322), out of use (DEPREC) or wrong.
ACCEPTED = {"ISEMAIL_VALID_CATEGORY": 14, "ISEMAIL_DNSWARN": 8, "ISEMAIL_RFC5321": 16}
REFUSED = {"ISEMAIL_ERR": 66, "ISEMAIL_RFC5322": 30, "ISEMAIL_DEPREC": 20, "ISEMAIL_CFWS": 10}
# Wrong only by the line breaks and spaces around them, which ola trims before it reads; as the suite writes them.
WRONG_UNTIL_TRIMMED = {
    99: "test@iana.org␊",
    127: "test@iana.org␍",
    128: "␍test@iana.org",
    132: "␊test@iana.org",
    141: "␍␊test@iana.org",
    142: "␍␊ ␍␊test@iana.org",
    143: " ␍␊test@iana.org",
    145: " ␍␊ ␍␊test@iana.org",
    146: " ␍␊␍␊test@iana.org",
    147: " ␍␊␍␊ test@iana.org",
    150: "test@iana.org␍␊",
    151: "test@iana.org␍␊ ␍␊",
    152: "test@iana.org ␍␊",
    154: "test@iana.org ␍␊ ␍␊",
    155: "test@iana.org ␍␊␍␊",
    156: "test@iana.org ␍␊␍␊ ",
}
CONTROLS = {0x2400 + code: chr(code) for code in range(0x20)}


def suite() -> list[tuple[int, str, str]]:
    """Each address with its number and category; the suite writes control characters as U+24xx pictures."""
    with SUITE.open(encoding="utf-8", newline="") as file:
        return [(int(row["id"]), row["address"].translate(CONTROLS), row["category"]) for row in csv.DictReader(file)]


ADDRESSES = [address for _, address, _ in suite()]
IN_PYTHON = [EMAIL.reader(SPEC)(address) is not MALFORMED or not address.strip() for address in ADDRESSES]


def test_categories_are_wholly_accepted_or_wholly_refused() -> None:
    """Untrimmed, what SMTP can carry is read, and nothing else is."""
    read = EMAIL.text_reader(SPEC)
    accepted: dict[str, int] = {}
    refused: dict[str, int] = {}
    for _, address, category in suite():
        counts = refused if read(address) is MALFORMED else accepted
        counts[category] = counts.get(category, 0) + 1
    assert (accepted, refused) == (ACCEPTED, REFUSED)


def test_untrimmed_columns_and_schemas_say_the_same() -> None:
    """The pattern alone, before anything is trimmed, gives one verdict in Polars and in Python."""
    frame = pl.DataFrame({"raw": ADDRESSES})
    column = frame.select(EMAIL.text_columns(SPEC, pl.col("raw")).is_not_null()).to_series().to_list()
    read = EMAIL.text_reader(SPEC)
    assert column == [read(address) is not MALFORMED for address in ADDRESSES]


def test_trimming_mends_these_wrong_addresses() -> None:
    """White space around an address is no fault of the lead: these sixteen become valid, and no other wrong one."""
    read = EMAIL.reader(SPEC)
    pictures = {ord(char): chr(picture) for picture, char in CONTROLS.items()}
    mended = {
        number: address.translate(pictures)
        for number, address, category in suite()
        if category == "ISEMAIL_ERR" and read(address) is not MALFORMED
    }
    assert mended == WRONG_UNTIL_TRIMMED


def by_record() -> list[bool]:
    """Judge by the checker of one lead."""
    check = ola.checker(AGREEMENT)
    return [check({"email": address}).ok for address in ADDRESSES]


def by_frame() -> list[bool]:
    """Judge by a mask over a frame."""
    frame = pl.DataFrame({"email": ADDRESSES})
    errors = compile_columns(AGREEMENT.plan, None, None, frame.schema).check_frame(frame).errors
    return [not error for error in errors]


def by_batch() -> list[bool]:
    """Judge by a check of many leads, as records."""
    batch = ola.check(AGREEMENT, [{"email": address, "at": at} for at, address in enumerate(ADDRESSES)])
    accepted = {record["at"] for block in batch.accepted for record in block if isinstance(record, dict)}
    return [at in accepted for at in range(len(ADDRESSES))]


def by_model() -> list[bool]:
    """Judge by the exported pydantic model."""
    model = imported(ola.export(AGREEMENT, "pydantic").text).Lead

    def takes(address: str) -> bool:
        try:
            model.model_validate({"email": address})
        except pydantic.ValidationError:
            return False
        return True

    return [takes(address) for address in ADDRESSES]


def by_schema() -> list[bool]:
    """Judge by jsonschema and the exported JSON Schema."""
    validator = Draft202012Validator(json.loads(ola.export(AGREEMENT, "json-schema").text))
    return [validator.is_valid({"email": address}) for address in ADDRESSES]


@pytest.mark.parametrize("way", [by_record, by_frame, by_batch, by_model, by_schema])
def test_every_way_to_judge_a_lead_gives_one_verdict(way: Callable[[], list[bool]]) -> None:
    """An address is accepted by all of them or by none; the empty one is blank, which nothing forbids."""
    assert way() == IN_PYTHON


def test_ajv_gives_that_verdict_too() -> None:
    """The exported JSON Schema, by Ajv in one node process."""
    schema = json.loads(ola.export(AGREEMENT, "json-schema").text)
    assert judge([(schema, [{"email": address} for address in ADDRESSES])])[0] == IN_PYTHON
