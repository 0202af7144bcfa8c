"""What a partner site puts into its pages: the element, the lines to copy, oEmbed."""
