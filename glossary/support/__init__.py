"""Where a reader finds help on a given day: contacts and directories as dated data, and the countries they belong to."""
