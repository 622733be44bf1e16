"""JSON-LD expansion: every member of a document under its full IRI, every value in its one form."""
