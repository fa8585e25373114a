"""Live: what only a running site has - accounts, review and their record. Published sites have none of it."""
