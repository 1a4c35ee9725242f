"""The command `huizhen`."""

import sys

from server.commands.parser import parser


def main() -> None:
    """Read the command line, do what it says, and leave with its exit code."""
    arguments = parser().parse_args()
    sys.exit(arguments.run(arguments))


if __name__ == "__main__":
    main()
