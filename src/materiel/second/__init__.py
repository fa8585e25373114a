"""Second: a language model reads again what is doubtful, behind a gate of quotations."""
