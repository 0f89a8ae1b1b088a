"""The words for an evaluation: verdict, findings and answers, the same on every page for staff."""
