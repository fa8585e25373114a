"""Tell: the register as a site, live."""
