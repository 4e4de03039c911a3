"""Risk of leadership change: facts -> spells -> hazard -> prediction -> score."""
