"""Limits, bounds and percentages in their one spelling: `4 business hours`, `95% per month`."""

from __future__ import annotations

import re

from ola.clock.duration import UnreadableDuration, spelt

_BOUND = re.compile(
    r"\s*(?P<amount>.+?)\s*(?:per|a|every)\s+(?P<period>week|month|quarter|rolling (?P<days>\d{1,4}) days)\s*"
)
_PERCENT = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*%\s*")
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,9})?")


def limit(text: str) -> str:
    """Write a limit as agreements do; what is none stays as it is."""
    try:
        return spelt(text)
    except UnreadableDuration:
        return text


def bound(text: str) -> str:
    """Write a bound as agreements do: an amount, and per which period; what is none stays as it is."""
    found = _BOUND.fullmatch(text)
    if found is None:
        return percent(text)
    return f"{_amount(found['amount'])} per {found['period']}"


def percent(text: str) -> str:
    """Write a percentage without a space; what is none stays as it is."""
    found = _PERCENT.fullmatch(text)
    return text if found is None else f"{found[1]}%"


def _amount(text: str) -> str:
    if _PERCENT.fullmatch(text):
        return percent(text)
    return text if _NUMBER.fullmatch(text) else limit(text)


def step(text: str) -> str:
    """Write when a step comes: a share of the limit, or a length of time."""
    return percent(text) if _PERCENT.fullmatch(text) else limit(text)
