"""Judged cycles: as columns, as findings, as rows of a file, and told as a person would."""
