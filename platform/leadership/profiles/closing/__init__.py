"""The one place where ratings are read: a worker, under the database role that may, when a round has closed."""
