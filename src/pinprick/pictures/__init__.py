"""What is drawn: the body map, the courses of nerves, the steps of routines, what goes wrong in a nerve."""
