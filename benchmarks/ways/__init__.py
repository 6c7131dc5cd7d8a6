"""Other ways than C99 to reckon a part of the kernel, and what each costs."""
