"""The tables of a register, for every database.

Three kinds. What was read is only added to (``pages``, ``documents``, ``readings``, ``statements``, ``issues``), and so
is what people decide (``judgements``, ``withdrawals``); ``DERIVED`` follows from both and is made anew by
``Register.resolve``; ``READY`` is put together ahead of its asking.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
    text,
)

metadata = MetaData()

# numbers of the register (migrate.FIRST)
meta = Table("meta", metadata, Column("key", String(32), primary_key=True), Column("value", Integer, nullable=False))

documents = Table(  # a text, named by its SHA-256; `id` is its first 12 digits; `sketch` is for finding copies
    "documents",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(12), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("blocks", Text, nullable=False),
    Column("lang", String(16)),
    Column("script", String(4)),
    Column("sketch", LargeBinary, nullable=False),
    Column("added", String(32), nullable=False),
)

pages = Table(  # a place where a text was found: the capture's bytes (their SHA-256 and number) and address
    "pages",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("document", String(64), ForeignKey("documents.digest"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("title", Text),
    Column("published", String(10)),
    Column("outlet", Text),
    Column("byline", Text),
    Column("origin", Text),
    Column("captured", String(32)),
    Column("bytes", Integer, nullable=False),
    Column("added", String(32), nullable=False),
)

readings = Table(  # what a reader made of a text published on a day
    "readings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document", String(64), ForeignKey("documents.digest"), nullable=False, index=True),
    Column("published", String(10)),
    Column("reader", String(128), nullable=False),
    Column("added", String(32), nullable=False),
)

statements = Table(  # `id` names the content (types.Statement.id); quotes are JSON: [[start, end, exact], ...]
    "statements",
    metadata,
    Column("reading", String(64), ForeignKey("readings.id"), primary_key=True),
    Column("subject", String(24), primary_key=True),
    Column("property", String(64), primary_key=True),
    Column("id", String(64), nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("original", Text),
    Column("quotes", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("modality", String(16), nullable=False),
)

reacting = text(  # who reacts and at whom: few statements of many. An Index with a condition would import both dialects
    "CREATE INDEX IF NOT EXISTS statements_reacting ON statements (value, reading, subject) "
    "WHERE property IN ('actor', 'target')"
)
event.listen(statements, "after_create", lambda _, connection, **__: connection.execute(reacting))

issues = Table(  # what was not understood; of a reading, or (`reading` null) of an input named `name`
    "issues",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("reading", String(64), ForeignKey("readings.id"), index=True),
    Column("name", Text, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("message", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("added", String(32), nullable=False),
)

judgements = Table(  # a person's decision; never changed, an undo is another row; subject and object are JSON anchors
    # (judgements.Anchor), value is JSON {"value", "weapon", "seen"}
    "judgements",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("subject", Text, nullable=False),
    Column("object", Text),
    Column("field", String(64)),
    Column("value", Text),
    Column("who", Text, nullable=False),
    Column("why", Text),
    Column("undoes", String(64)),
    Column("made", String(32), nullable=False),
)

withdrawals = Table(  # a page taken out of the register, or let in again (kind restored); only added to
    "withdrawals",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("page", String(64), nullable=False),
    Column("url", Text),
    Column("document", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text),
    Column("made", String(32), nullable=False),
)

reports = Table(  # a document as it counts: its reading in force, what its pages say of it, its origin
    "reports",
    metadata,
    Column("document", String(64), ForeignKey("documents.digest"), primary_key=True),
    Column("reading", String(64), ForeignKey("readings.id"), nullable=False, index=True),
    Column("title", Text),
    Column("outlet", Text),
    Column("byline", Text),
    Column("published", String(10)),
    Column("url", Text),
    Column("known", String(10), nullable=False),
    Column("origin", Text, nullable=False),
    Column("kind", String(32)),
    Column("copy_of", String(64), index=True),
    Column("addresses", Text, nullable=False),
    Index("reports_listed", "known", "document"),
)

deals = Table(  # the deal as known from `since` until before `until`: what it is found and sorted by, kept narrow
    "deals",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("since", String(10), primary_key=True),
    Column("until", String(10), nullable=False),
    Column("status", String(16), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("first_known", String(10), nullable=False),
    Column("last_known", String(10), nullable=False),
    Column("reported", String(10), nullable=False),
    Column("supplier", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("date", String(21), nullable=False),
    Column("reports", Integer, nullable=False),
    Column("search", Text, nullable=False),
    Index("deals_listed", "until", "background", "reported", "id", "since"),
    Index("deals_by_supplier", "until", "background", "supplier", "id"),
    Index("deals_by_recipient", "until", "background", "recipient", "id"),
    Index("deals_by_date", "until", "background", "date", "id"),
    Index("deals_by_reports", "until", "background", "reports", "id"),
    Index("deals_by_stage", "until", "background", "stage", "id"),
    Index("deals_reported", "reported", "id"),  # for the register as of a day
    Index("deals_changed", "until", "background", "since", "reported"),
)

deal_rows = Table(  # what query.deals gives of that deal, as JSON
    "deal_rows",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("since", String(10), primary_key=True),
    Column("row", Text, nullable=False),
)

deal_links = Table(  # deals that belong to one another and are not one (record/links.py)
    "deal_links",
    metadata,
    Column("deal", String(128), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("other", String(128), primary_key=True, index=True),
    Column("why", Text, nullable=False),
)

questions = Table(  # what waits for a person (record/questions.py); `told` is JSON, `weight` says what comes first
    "questions",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("deal", String(128), primary_key=True),
    Column("field", String(128), primary_key=True),
    Column("weight", Float, nullable=False),
    Column("told", Text, nullable=False),
    Index("questions_listed", text("weight DESC"), "kind", "deal", "field"),
)

judged = Table(  # which document's which deal a judgement is about now; side is subject or object
    "judged",
    metadata,
    Column("judgement", String(64), ForeignKey("judgements.id"), primary_key=True),
    Column("side", String(8), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("document", String(64), ForeignKey("documents.digest"), nullable=False, index=True),
    Column("subject", String(24), nullable=False),
)

deal_terms = Table(  # what a deal is found by: kind is supplier, recipient, country, category, weapon or maker
    "deal_terms",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("term", String(128), primary_key=True),
    Column("deal", String(128), primary_key=True),
    Column("since", String(10), primary_key=True),
)

parties = Table(  # every party of a deal as it is now, with the number of its deals
    "parties",
    metadata,
    Column("party", String(128), primary_key=True),
    Column("deals", Integer, nullable=False),
)

listed = Table(  # in which lists a deal that is news stands as it is now (record/tallies.py): one is read from its end
    "listed",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("term", String(260), primary_key=True),
    Column("reported", String(10), primary_key=True),
    Column("deal", String(128), primary_key=True, index=True),
    Column("since", String(10), nullable=False),
    Index("listed_by_day", "kind", "reported", "term"),
    sqlite_with_rowid=False,
)

tallies = Table(  # how many deals of a list tell what, likewise
    "tallies",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("term", String(260), primary_key=True),
    Column("what", String(16), primary_key=True),
    Column("value", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

deal_members = Table(  # which document's which deal tells it; `component` is shared by all that could be one deal
    "deal_members",
    metadata,
    Column("document", String(64), ForeignKey("documents.digest"), primary_key=True),
    Column("subject", String(24), primary_key=True),
    Column("deal", String(128), nullable=False, index=True),
    Column("component", String(96), nullable=False, index=True),
)

blocks = Table(  # under what a document's deal meets others that may be the same (resolve.blocks_of)
    "blocks",
    metadata,
    Column("block", String(160), primary_key=True),
    Column("document", String(64), ForeignKey("documents.digest"), primary_key=True, index=True),
    Column("subject", String(24), primary_key=True),
)

deal_pages = Table(  # what query.deal gives of a deal now, as compressed JSON (record/ready.py)
    "deal_pages",
    metadata,
    Column("deal", String(128), primary_key=True),
    Column("shape", Integer, nullable=False),
    Column("page", LargeBinary, nullable=False),
)

document_pages = Table(  # what query.document gives of a document, likewise
    "document_pages",
    metadata,
    Column("document", String(64), primary_key=True),
    Column("id", String(12), nullable=False, index=True),
    Column("shape", Integer, nullable=False),
    Column("page", LargeBinary, nullable=False),
)

READY = (deal_pages, document_pages)
"""Tables of what is put together ahead of its asking; a row may be missing, and goes when what it rests on changes."""

DERIVED = (
    reports, deals, deal_rows, deal_terms, listed, tallies, parties, deal_members, blocks, deal_links, judged,
    questions,
)  # fmt: skip
"""Tables that ``Register.resolve`` makes anew from the others."""
