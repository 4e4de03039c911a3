"""A leader's own profile as they see it: released results in pictures, tables and words, and nothing else."""
