"""`python -m garble_fix` is the command `garble-fix`."""

from garble_fix.commandline import main

main()
