"""Terms found in prose, and words to avoid in it. Nothing of a text that is searched leaves the process or is kept."""
