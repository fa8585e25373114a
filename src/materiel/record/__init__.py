"""Record: statements are stored, reports of one deal are joined, and the register is asked."""
