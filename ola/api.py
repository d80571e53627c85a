"""What one can do with an agreement: load, lint, check leads, measure handoffs, export.

Every function is re-exported by `ola`. What a function needs is imported when it is called, so that
loading this file costs nothing.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ola.errors import InvalidAgreement, NaiveDatetime, WrongCall

if TYPE_CHECKING:
    from ola.agreement.agreement import Agreement
    from ola.batch import Batch
    from ola.evaluate.record import Checker
    from ola.evaluate.timing import Timing
    from ola.export.target import Export
    from ola.finding import Code, Finding

Given = "Agreement | str | os.PathLike[str] | bytes"
Moment = dt.datetime | str | None


def read(agreement: str | os.PathLike[str] | bytes) -> Agreement:
    """Read an agreement from a file, from standard input (`-`), or from bytes; its findings say what is wrong.

    Raises UnreadableInput for a file that is missing or not text; never for what is written in it.
    """
    import sys
    from pathlib import Path

    from ola.agreement.reading import read_agreement
    from ola.tree.reading import load_text

    if agreement == "-":
        return read_agreement(load_text(sys.stdin.buffer.read(), "<stdin>"))
    folder = None if isinstance(agreement, bytes) else Path(agreement).parent
    return read_agreement(load_text(agreement), folder)


def load(agreement: str | os.PathLike[str] | bytes) -> Agreement:
    """Read an agreement that is to be used; raises InvalidAgreement, carrying the findings, where it has errors.

    `agreement.findings` holds what reading found beside errors; `ola.lint` adds every check.
    """
    return _usable(read(agreement))


def lint(agreement: Agreement | str | os.PathLike[str] | bytes, as_of: Moment = None) -> tuple[Finding, ...]:
    """Give every finding about an agreement by itself, in the order of its text; `as_of` is the day, now unless said."""
    from ola.lint import lint as every_check

    agreed = agreement if _is_read(agreement) else read(agreement)  # type: ignore[arg-type]
    return every_check(agreed, moment(as_of, agreed))  # type: ignore[arg-type]


def checker(
    agreement: Agreement | str | os.PathLike[str] | bytes, system: str | None = None, at: str | None = None
) -> Checker:
    """Compile the check of one lead: a function from a mapping, in a system's words, to a `LeadVerdict`.

    `at` is the stage it is judged at, `claimed` for the one it claims; without it, the stage the handoff
    leaves. Raises WrongCall for a system or stage the agreement does not have.
    """
    from ola.evaluate.record import compile_checker

    return compile_checker(_usable(agreement).plan, system, at)


def export(
    agreement: Agreement | str | os.PathLike[str] | bytes,
    target: str,
    *,
    system: str | None = None,
    at: str | None = None,
) -> Export:
    """Write an agreement for another tool: `json-schema`, `pydantic`, `requirements`; files and losses come back."""
    from ola.export import export as to_target

    return to_target(_usable(agreement), target, system=system, at=at)


def explain(code: str) -> Code:
    """Give a finding's page; raises WrongCall for a code that does not exist."""
    from ola.pages import CODES, near_codes

    found = CODES.get(code.strip().upper())
    if found is None:
        message = f"There is no finding {code}. {near_codes(code)}"
        raise WrongCall(message)
    return found


def codes() -> tuple[Code, ...]:
    """Give the page of every finding, by code."""
    from ola.pages import CODES

    return tuple(CODES.values())


def moment(as_of: Moment, agreement: Agreement) -> dt.datetime:
    """Give the instant of a check: now, an aware datetime, or a text; a date or naive text is in the agreement's zone."""
    if as_of is None:
        return dt.datetime.now(dt.UTC)
    if isinstance(as_of, dt.datetime):
        if as_of.tzinfo is None:
            message = f"as_of is {as_of.isoformat()}, without a zone: it names no moment. Add one, such as +00:00."
            raise NaiveDatetime(message)
        return as_of
    try:
        found = dt.datetime.fromisoformat(as_of)
    except ValueError:
        message = f"as-of {as_of} is no moment. Write 2026-06-01 or 2026-06-01T09:00+02:00."
        raise WrongCall(message) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=ZoneInfo(agreement.header.zone))


def _is_read(agreement: object) -> bool:
    from ola.agreement.agreement import Agreement

    return isinstance(agreement, Agreement)


def _usable(agreement: Agreement | str | os.PathLike[str] | bytes) -> Agreement:
    agreed: Agreement = agreement if _is_read(agreement) else read(agreement)  # type: ignore[arg-type, assignment]
    if not agreed.ok:
        errors = tuple(finding for finding in agreed.findings if finding.level == "error")
        first = errors[0]
        many = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        message = f"{agreed.source.name} cannot be used: {many}, the first at {first.place}: {first.message}"
        raise InvalidAgreement(message, agreed.findings, agreed.source)
    return agreed


_Leads = Mapping[str, Any]
