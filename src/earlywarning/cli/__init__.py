"""The command line: one sub-command per stage and per question, no logic."""
