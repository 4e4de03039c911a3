"""The leadership folder as files: read, checked in one pass, compared with the register, written (docs/formats.md).

Pure: the database is met as a `Register` of rows, and left as a `Plan` of what is to be stored.
"""
