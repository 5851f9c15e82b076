"""`python -m santong`."""

from santong.config.cli import main

main()
