"""Questionnaires that were begun: the answers so far, which a crash would lose."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it begins empty."""
    op.create_table(
        "begun_questionnaire",
        sa.Column("interview_id", sa.String(32), nullable=False),
        sa.Column("instrument", sa.String(40), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name="fk_begun_questionnaire_interview_id_interview",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("interview_id", "instrument", name="pk_begun_questionnaire"),
    )


def downgrade() -> None:
    """Drop the table, with all that is in it."""
    op.drop_table("begun_questionnaire")
