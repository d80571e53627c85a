"""Handoffs held against the agreement: events on a timeline, cycles of clocks, verdicts, goals over periods."""
