"""A recruitment pack as a document that a panel takes along: Word to work on, PDF to print."""
