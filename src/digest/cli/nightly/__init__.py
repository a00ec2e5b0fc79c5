"""A night, from the timer to the letters: `digest run` without inputs, and `digest send`."""
