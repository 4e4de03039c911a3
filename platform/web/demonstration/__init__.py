"""The demonstration: real servers, a programme of invented councils, a report made by Celery, one link per persona.

Each file is a step, in the order of `command.py`. Nothing here runs in production.
"""
