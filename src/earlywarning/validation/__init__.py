"""The contract of each incoming file, checked by Great Expectations; findings are rows."""
