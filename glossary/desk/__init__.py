"""The review desk: a second small application, for reviewers and maintainers. The public service never imports it."""
