"""Exchange: the register in the formats of others."""
