"""What Alembic runs: the migrations, in the connection that it is given."""

from alembic import context

from bot.store.migrations import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
