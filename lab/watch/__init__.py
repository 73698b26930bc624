"""The watch tried on invented authorities with known truth."""
