"""What is known of one person: made, read from files, and what it comes to."""
