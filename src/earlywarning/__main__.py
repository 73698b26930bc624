"""`python -m earlywarning`, without Prefect."""

from earlywarning.cli.main import main

main()
