"""How alembic reaches the database: over the connection that `storage.database` hands it, never on its own."""

from alembic import context

from screening_app.storage.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
