"""What raw.offence_codes_workbook promises: each offence code, its name and its group."""

from expectations.shared import offence_codes

suite = offence_codes()
