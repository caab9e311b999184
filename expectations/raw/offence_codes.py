"""What raw.offence_codes promises: each offence code, its name and its group."""

from expectations.shared import offence_codes

suite = offence_codes()
