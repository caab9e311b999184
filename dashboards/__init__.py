"""What people see: pages, charts and papers, all from one published snapshot.

Not here: computing a figure or reading a delivery; what a page needs is published first.
"""
