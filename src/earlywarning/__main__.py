"""`python -m earlywarning`, without Prefect."""

from earlywarning.cli import main

main()
