"""The record with a future: what is to be judged is frozen before it is read, and judged once."""
