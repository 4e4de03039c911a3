"""What every council's services did, quarter by quarter: the counts behind quarterly figures and yearly statistics."""
