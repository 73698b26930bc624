"""A small local web form for the ledgers: what was heard, and offers; no script."""
