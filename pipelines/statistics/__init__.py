"""Pure functions: process control, intervals, and the words for what they find."""
