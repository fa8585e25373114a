"""Page: bytes become the article that a reader would see, with its dates, sources and language."""
