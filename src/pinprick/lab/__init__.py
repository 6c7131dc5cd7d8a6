"""How good it is: scores, rehearsed interviews, simulated people."""
