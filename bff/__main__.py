"""python -m bff: the command line `palm`."""

from bff.cli.main import main

if __name__ == "__main__":
    main()
