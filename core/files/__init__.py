"""Files that people bring: what they are by their content, whether they may be kept, how they are given back."""
