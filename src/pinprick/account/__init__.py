"""What is told of an assessment, the same for every face."""
