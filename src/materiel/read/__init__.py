"""Read: pages become documents, documents become deals with their quotations."""
