"""Each interview's key, wrapped by the master key."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: an interview from before gets its key when something of it is written or read."""
    op.create_table(
        "interview_key",
        sa.Column("interview_id", sa.String(32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name="fk_interview_key_interview_id_interview", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interview_id", name="pk_interview_key"),
    )


def downgrade() -> None:
    """Drop the table, with all that is in it."""
    op.drop_table("interview_key")
