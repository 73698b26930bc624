"""The model card: the record of past warnings, every figure with the row it comes from."""
