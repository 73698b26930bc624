"""The one reader of workbooks: every cell by its address, errors as errors, in a process apart."""
