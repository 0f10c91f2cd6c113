"""Who works with the program, and in which role; the passphrases lie in the keyring beside the database."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: whoever signs in first becomes an administrator."""
    op.create_table(
        "user",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_key", sa.String(120), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("sees_patients", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user"),
        sa.UniqueConstraint("name_key", name="uq_user_name_key"),
    )


def downgrade() -> None:
    """Drop the table, with all that is in it."""
    op.drop_table("user")
