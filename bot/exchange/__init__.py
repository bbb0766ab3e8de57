"""Other people's files and ours: initiatives in and out, as CSV, HSDS and data.inclusion.

A reader turns a file into rows in the columns of ``data/initiatives.csv`` (`bot.exchange.raw`); one
and the same check turns these into initiatives. Nothing here opens a database.
"""
