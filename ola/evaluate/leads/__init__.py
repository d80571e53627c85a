"""Leads held against the agreement: one record, frames of them, whole inputs; and why one is rejected."""
