"""One module a command: `digest NAME`."""
