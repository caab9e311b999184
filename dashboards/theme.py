"""Colours and fonts, each once: the Analysis Function palette, text only in the darker ones."""

INK = "#0B0C0C"
OURS = "#12436D"  # dark blue: our area, and improvement
GREY = "#6B6B6B"  # others, context, no change
TURQUOISE = "#28A197"
PINK = "#801650"
CONCERN = "#B8400A"  # the orange that is dark enough for small marks and words
GRID = "#D9D9D9"
PAPER = "#FFFFFF"

# The paper's own font first; a browser without it falls back to its plain one.
FONT = "Source Sans Pro, Arial, Helvetica, sans-serif"
SIGNAL_COLOUR = {"improving": OURS, "concern": CONCERN, "shift": OURS}
# Up to four lines; each differs from the others by its dashes too, for a print without colour.
LINES = ((OURS, ""), (PINK, "7 3"), (TURQUOISE, "2 3"), (GREY, "9 3 2 3"))
AFFIX = {"pounds": ("£", ""), "per cent": ("", "%")}
