-- The tables of a register of version 1 (SQLite; PostgreSQL calls BLOB BYTEA).
CREATE TABLE deal_rows (
	id VARCHAR(128) NOT NULL, 
	since VARCHAR(10) NOT NULL, 
	"row" TEXT NOT NULL, 
	PRIMARY KEY (id, since)
);
CREATE TABLE deal_terms (
	kind VARCHAR(16) NOT NULL, 
	term VARCHAR(128) NOT NULL, 
	deal VARCHAR(128) NOT NULL, 
	since VARCHAR(10) NOT NULL, 
	PRIMARY KEY (kind, term, deal, since)
);
CREATE TABLE deals (
	id VARCHAR(128) NOT NULL, 
	since VARCHAR(10) NOT NULL, 
	until VARCHAR(10) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	background BOOLEAN NOT NULL, 
	first_known VARCHAR(10) NOT NULL, 
	last_known VARCHAR(10) NOT NULL, 
	reported VARCHAR(10) NOT NULL, 
	supplier TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	stage INTEGER NOT NULL, 
	date VARCHAR(21) NOT NULL, 
	reports INTEGER NOT NULL, 
	search TEXT NOT NULL, 
	PRIMARY KEY (id, since)
);
CREATE INDEX deals_listed ON deals (until, background, reported, id);
CREATE TABLE documents (
	digest VARCHAR(64) NOT NULL, 
	id VARCHAR(12) NOT NULL, 
	text TEXT NOT NULL, 
	blocks TEXT NOT NULL, 
	lang VARCHAR(16), 
	script VARCHAR(4), 
	sketch BLOB NOT NULL, 
	added VARCHAR(32) NOT NULL, 
	PRIMARY KEY (digest)
);
CREATE INDEX ix_documents_id ON documents (id);
CREATE TABLE judgements (
	id VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	subject TEXT NOT NULL, 
	object TEXT, 
	field VARCHAR(64), 
	value TEXT, 
	who TEXT NOT NULL, 
	why TEXT, 
	undoes VARCHAR(64), 
	made VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE meta (
	"key" VARCHAR(32) NOT NULL, 
	value INTEGER NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE deal_members (
	document VARCHAR(64) NOT NULL, 
	subject VARCHAR(24) NOT NULL, 
	deal VARCHAR(128) NOT NULL, 
	PRIMARY KEY (document, subject), 
	FOREIGN KEY(document) REFERENCES documents (digest)
);
CREATE INDEX ix_deal_members_deal ON deal_members (deal);
CREATE TABLE pages (
	id VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	document VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	url TEXT, 
	title TEXT, 
	published VARCHAR(10), 
	outlet TEXT, 
	byline TEXT, 
	origin TEXT, 
	captured VARCHAR(32), 
	bytes INTEGER NOT NULL, 
	added VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document) REFERENCES documents (digest)
);
CREATE INDEX ix_pages_document ON pages (document);
CREATE TABLE readings (
	id VARCHAR(64) NOT NULL, 
	document VARCHAR(64) NOT NULL, 
	published VARCHAR(10), 
	reader VARCHAR(128) NOT NULL, 
	added VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document) REFERENCES documents (digest)
);
CREATE INDEX ix_readings_document ON readings (document);
CREATE TABLE ties (
	document VARCHAR(64) NOT NULL, 
	subject VARCHAR(24) NOT NULL, 
	candidates TEXT NOT NULL, 
	PRIMARY KEY (document, subject), 
	FOREIGN KEY(document) REFERENCES documents (digest)
);
CREATE TABLE issues (
	id VARCHAR(64) NOT NULL, 
	reading VARCHAR(64), 
	name TEXT NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	message TEXT NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	added VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(reading) REFERENCES readings (id)
);
CREATE INDEX ix_issues_reading ON issues (reading);
CREATE TABLE reports (
	document VARCHAR(64) NOT NULL, 
	reading VARCHAR(64) NOT NULL, 
	title TEXT, 
	outlet TEXT, 
	byline TEXT, 
	published VARCHAR(10), 
	url TEXT, 
	known VARCHAR(10) NOT NULL, 
	origin TEXT NOT NULL, 
	kind VARCHAR(32), 
	copy_of VARCHAR(64), 
	addresses TEXT NOT NULL, 
	PRIMARY KEY (document), 
	FOREIGN KEY(document) REFERENCES documents (digest), 
	FOREIGN KEY(reading) REFERENCES readings (id)
);
CREATE INDEX ix_reports_reading ON reports (reading);
CREATE TABLE statements (
	reading VARCHAR(64) NOT NULL, 
	subject VARCHAR(24) NOT NULL, 
	property VARCHAR(64) NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	original TEXT, 
	quotes TEXT NOT NULL, 
	score FLOAT NOT NULL, 
	modality VARCHAR(16) NOT NULL, 
	PRIMARY KEY (reading, subject, property), 
	FOREIGN KEY(reading) REFERENCES readings (id)
);
CREATE INDEX ix_statements_id ON statements (id);
