"""Disclosure control: what may be shown of small numbers, decided once for page, chart, file and mail alike."""
