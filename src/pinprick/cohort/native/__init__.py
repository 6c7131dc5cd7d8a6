"""The kernel in C, how it is built, and the tables that it takes."""
