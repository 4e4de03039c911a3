"""Profiles of several leaders together: an authority, an innovation, the programme (risk-and-analysis 14.2).

record -> request -> publish -> read. Only `publish` reads ratings, under the closing role; what pages read is stored.
"""
