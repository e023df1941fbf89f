"""Measured numbers from the tables of a source: what each header and label is taken for, and the rows that follow."""
