"""The currency of drafted money: catalogues say that a field is money, and not which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ola.drafting.drafted import DraftField
from ola.errors import WrongCall

_CODE = re.compile("[A-Z]{3}")
_STAND_IN = "USD"


def checked_currency(currency: str | None) -> str | None:
    """Give a currency code in capitals; raise `WrongCall` for what is none."""
    if currency is None:
        return None
    code = currency.strip().upper()
    if _CODE.fullmatch(code) is None:
        message = f"The currency {currency!r} is no ISO 4217 code. Write three letters, such as EUR."
        raise WrongCall(message)
    return code


def with_currency(fields: Iterable[DraftField], currency: str | None) -> tuple[DraftField, ...]:
    """Give every money field without a currency the one that was said, or one that is said to be guessed."""
    return tuple(
        each
        if each.type != "money" or each.currency is not None
        else replace(each, currency=currency)
        if currency is not None
        else replace(
            each,
            currency=_STAND_IN,
            guesses=(*each.guesses, f"in {_STAND_IN}: which currency its amounts are in is not said"),
        )
        for each in fields
    )
