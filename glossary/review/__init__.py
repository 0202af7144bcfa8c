"""What helps people to decide: checks of texts and concepts, the act of vetting, the review sheet, reports."""
