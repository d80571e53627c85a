"""The exceptions of ola: wrong calls and unreadable files, never what is wrong with a lead.

    OlaError
    ├── InvalidAgreement      the agreement cannot be used; carries its findings
    ├── UnreadableInput       a file is missing, locked, or not the format it claims
    ├── UnwritableOutput      a result cannot be written; the input is untouched
    ├── NotAccepted           a lead that is not accepted is not translated; carries its verdict
    ├── WrongCall             an argument does not fit: an unknown system, stage, target …
    │   └── NaiveDatetime     an instant without a zone where an instant is needed
    └── ClockError            a question the calendar cannot answer
        ├── NeverOpens        no open time on this calendar before its years end
        └── OutsideYears      the instant lies outside the years the calendar covers

Documents and data that are wrong give findings (`ola.finding`); these are for everything a
caller must handle before there is anything to find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from ola.finding import Finding
    from ola.source import Source
    from ola.verdict import LeadVerdict


class OlaError(Exception):
    """Whatever ola raises on purpose."""


class InvalidAgreement(OlaError):
    """The agreement has errors and cannot be used; `findings` says which, each with its place."""

    def __init__(self, message: str, findings: tuple[Finding, ...], source: Source | None = None) -> None:
        """Keep the findings, and the text they point into, beside the one-line message."""
        super().__init__(message)
        self.findings = findings
        self.source = source


class UnreadableInput(OlaError):
    """A file is missing, locked, empty, or not the format it claims to be."""


class UnwritableOutput(OlaError):
    """A result could not be written; no half output is left and the input is untouched."""


class NotAccepted(OlaError):
    """A lead that is not accepted has no translation; `verdict` says why."""

    def __init__(self, verdict: LeadVerdict) -> None:
        """Name the first reason, and count the others."""
        errors = [finding for finding in verdict.findings if finding.level == "error"]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"The lead is not accepted, so it is not translated: {errors[0].message}{more}")
        self.verdict = verdict

    def __reduce__(self) -> tuple[type[NotAccepted], tuple[LeadVerdict]]:
        """Travel as the verdict."""
        return (NotAccepted, (self.verdict,))


class WrongCall(OlaError, ValueError):
    """An argument does not fit: an unknown system, stage, target or format."""


class NaiveDatetime(WrongCall):
    """An instant came without a zone or offset, so it names no moment."""

    @classmethod
    def of(cls, instant: dt.datetime, what: str) -> NaiveDatetime:
        """Word it for an argument: `as_of`, `start`."""
        return cls(f"{what} is {instant.isoformat()}, without a zone: it names no moment. Add one, such as +00:00.")


class ClockError(OlaError):
    """A question that a calendar cannot answer."""


class NeverOpens(ClockError):
    """No open time is found on the calendar before its years end."""


class OutsideYears(ClockError):
    """The instant lies outside the years that the calendar covers."""
