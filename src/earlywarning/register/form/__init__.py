"""The web form: what was heard, offers, and an authority's own pages; accounts, and no script."""
