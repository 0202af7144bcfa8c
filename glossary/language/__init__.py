"""Language tags, their names in the CLDR, the order of letters, and sentences. Knows nothing of the glossary."""
