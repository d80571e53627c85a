"""Handoffs held against the agreement: files read, what happened on one timeline, clocks, verdicts, moves, signals."""
