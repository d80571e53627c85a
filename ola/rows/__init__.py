"""Leads and events in and out: files with their bad lines, frames, accepted, rejected, the manifest."""
