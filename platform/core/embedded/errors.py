class EmbeddedError(Exception):
    """A server or process could not be started; the message says in one sentence what and what to do."""
