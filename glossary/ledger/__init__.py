"""Who may approve, who did, and what that comes to: the policy, the records, and the texts that they make vetted."""
