"""Search: the explanations of a line, and what each of them would repair."""
