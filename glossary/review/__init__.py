"""What helps people to decide: checks of texts and concepts, findings, the act of approving, the sheet, the reports."""
