"""The ledger of decisions and replies: the life of every offer, never changed unseen."""
