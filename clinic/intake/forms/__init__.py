"""The patient's forms beside the questions themselves."""
