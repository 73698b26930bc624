"""What people read: the site, briefings, packs and workbooks, from the published database alone."""
