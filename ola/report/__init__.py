"""Findings and verdicts laid out for a reader; a report sees JSON and has never heard of clauses."""
