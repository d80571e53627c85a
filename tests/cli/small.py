"""A small agreement for tests of what the command reads and writes."""

from __future__ import annotations

SMALL = """\
ola: 1
id: small
title: Small
version: 1.2.0
status: draft
zone: UTC
parties: {marketing: {team: Demand}}
fields:
  lead: {type: id, key: true}
  email: {type: email, required: always, unique: true}
  score: {type: integer, max: 100}
  notes: {type: text}
"""
