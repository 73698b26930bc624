"""Documents of blocks, written as a page and as a tagged PDF."""
