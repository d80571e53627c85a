"""Documents in ola's own words: what `ola write` writes is read back by the same forms of tables and sentences."""
