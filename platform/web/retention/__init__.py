"""How long records are kept: the rules as one list, the nightly job that carries them out, and a page that says so."""
