"""What happens to councils whoever leads them: inspections, elections, control, reorganisations."""
