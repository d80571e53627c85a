"""Phrases of plain English in agreements: numbers, lengths of time, shares, times of day, lists, conditions.

Each file reads one kind of phrase. `xs_at(tokens, at)` reads one that begins at a token and says where it ends;
`read_x(words)` reads words that are such a phrase from end to end. Nothing is guessed: what fits nothing is nothing.
"""
