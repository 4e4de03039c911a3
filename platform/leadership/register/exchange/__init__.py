"""The leadership folder and the database: the register as rows, a plan stored at once, the register as files."""
