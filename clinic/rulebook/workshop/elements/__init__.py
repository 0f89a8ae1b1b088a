"""The form of every element but rules, cases and invariants, told by a table of fields per collection.

`collections` says which fields an element has, `kinds` what each kind of field reads, writes and shows,
`tables` joins them to elements, `looking` says what is wrong where, and `showing` lays the form out.
"""
