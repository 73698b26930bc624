"""The front-door watch: in-year returns, month by month, each authority against its own past."""
