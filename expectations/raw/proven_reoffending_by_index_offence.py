"""What raw.proven_reoffending_by_index_offence promises: proportions, each once."""

from expectations import expect

suite = expect.critical(expect.column_values_to_be_between("proportion", min_value=0, max_value=1))
