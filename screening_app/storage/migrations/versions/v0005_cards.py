"""Prompt cards of interviews: which were asked, which were skipped and when, which were not reached."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; of earlier interviews it is not known what became of their cards."""
    op.create_table(
        "card",
        sa.Column("interview_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("was_shown", sa.Boolean(), nullable=False),
        sa.Column("skipped_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name="fk_card_interview_id_interview", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interview_id", "number", name="pk_card"),
    )


def downgrade() -> None:
    """Drop the table, with all that is in it."""
    op.drop_table("card")
