"""Clauses: a sentence becomes events: who does which step to which goods, and how sure it is said."""
