"""What partner sites put into their pages: the element, the lines to copy, oEmbed."""
