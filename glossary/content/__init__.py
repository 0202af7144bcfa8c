"""The values that everything else passes around, and how files of content are read: concepts, texts, interface strings."""
