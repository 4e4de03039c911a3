"""Published statistics of DfE, from a tidy CSV file to a figure that can be traced back to its cell.

The steps, one file each: open -> header -> recognise -> geography, periods, cells -> measure -> settle -> reconcile
-> release, put together by read.py. All of these are pure. Then store (the database), series (reading back, as at
any date) and views.
"""
