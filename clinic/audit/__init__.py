"""The administrator's pages about the audit trail: who did what and when; only staff are named."""
