"""Words to avoid, found in documents of others, and told as linters tell it."""
