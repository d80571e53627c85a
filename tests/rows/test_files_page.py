"""The page on files says what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema

from ola.evaluate.leads import known
from ola.finding import Code
from ola.rows import csv_text, cut_off, frames, json_lines, many_files, parquet, sink, text, unreadable, verdict_rows
from ola.rows.compressed import COMPRESSIONS
from ola.rows.read import FORMATS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "files.md").read_text("utf-8")
CODES = {
    code.code
    for module in (csv_text, cut_off, frames, json_lines, known, many_files, parquet, text, unreadable)
    for code in vars(module).values()
    if isinstance(code, Code)
}


def test_the_page_names_every_code_and_no_other() -> None:
    """A code of a file or a row stands in the table or in the text."""
    assert set(re.findall(r"OLA4\d\d", PAGE)) == CODES
    assert all("OLA401" <= code <= "OLA449" for code in CODES)


def test_the_page_names_every_suffix() -> None:
    """What is read and what is written."""
    assert all(f"`{suffix}`" in PAGE for suffix in (*FORMATS, *sink.OUTPUT_FORMATS))
    assert all(f"`{suffix}`" in PAGE for each in COMPRESSIONS for suffix in each.suffixes)
    assert all(f"`{column}`" in PAGE for column in (*sink.ADDED, *verdict_rows.VERDICT))


def test_the_manifest_shown_fits_the_schema() -> None:
    """The example on the page is one."""
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    schema = json.loads((ROOT / "schemas" / "manifest.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(shown), schema)
