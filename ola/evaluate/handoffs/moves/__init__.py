"""Moves between stages and changes of fields, held against those the agreement allows."""
