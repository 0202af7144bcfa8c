"""The same files for others to serve: the folder, the nginx configuration, the archive for self-hosting."""
