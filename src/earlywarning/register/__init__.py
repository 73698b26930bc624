"""The soft-intelligence ledger: what people know, never changed unseen."""
