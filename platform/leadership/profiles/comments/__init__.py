"""Comments of raters between the closing of a round and the leader: a person reads them first (14.2, rule 4)."""
