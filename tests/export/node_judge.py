"""Ajv as an outside judge: one node process for all schemas and records of a test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

AJV = Path(__file__).parents[1] / "ajv"


def judge(batches: Sequence[tuple[dict[str, object], Sequence[object]]]) -> list[list[bool]]:
    """Give Ajv's verdict on each record of each batch (a schema and its records); skips without node.

    With OLA_REQUIRE_NODE=1 in the environment, nothing is skipped: a missing node is a failure.
    """
    node = shutil.which("node")
    if node is None or not (AJV / "node_modules" / "ajv").is_dir():
        left_out = "left out: Ajv's verdict on exported schemas (needs node, and `npm ci` in tests/ajv)"
        if os.environ.get("OLA_REQUIRE_NODE") == "1":
            pytest.fail(left_out, pytrace=False)
        pytest.skip(left_out)
    lines = [json.dumps({"schema": schema, "records": list(records)}) for schema, records in batches]
    done = subprocess.run(
        [node, str(AJV / "judge.mjs")], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
