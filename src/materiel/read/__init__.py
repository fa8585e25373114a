"""Read: pages become documents, documents become deals with their quotations.

The rooms in the order of a text's way, none of which knows the next: ``page`` (bytes to the article), ``words``
(sentences, numbers, goods), ``sift`` (what can tell of no transfer is put aside), ``who`` (actors and their roles),
``clauses`` (events), ``gather`` (deals), ``beside`` (reactions, figures, tables). ``rules`` walks through them,
``glance`` looks whether that is worth it, ``reader`` reads a page whole, ``explain`` says why a cell is what it is.
"""
