"""Allow `python -m garble_fix.commandline`."""

from garble_fix.commandline.program import main

if __name__ == "__main__":
    main()
