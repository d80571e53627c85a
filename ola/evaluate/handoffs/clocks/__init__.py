"""Clocks: what opens, pauses and ends the cycles of a commitment, when they are due, and the verdict on each."""
