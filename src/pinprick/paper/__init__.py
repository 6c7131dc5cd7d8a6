"""What is printed: the note for the doctor, and leaflets, set by typst."""
