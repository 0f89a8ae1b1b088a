"""The care plan in words: on the patient's page, on a practitioner's, on paper and in a calendar."""
