"""Conditions: grammar, nodes, kinds, truth, and one file for each way to run them."""
