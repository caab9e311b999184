"""Board papers: composed once as blocks, from sections, registers, commentary and figures.

Not here: the file forms (`writers`), or the gate that reads sentences (`checker`).
"""
