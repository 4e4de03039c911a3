"""How faithfully an innovation is put into practice, and what was adapted: each quarter, element by element."""
