"""Numbers over periods: what was promised in numbers, held against what happened."""
