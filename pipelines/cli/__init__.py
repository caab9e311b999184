"""The command line, a module for each noun, and what it prints.

Not here: anything that another room could want; a command only asks and prints.
"""
