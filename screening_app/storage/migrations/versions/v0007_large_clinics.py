"""Indexes for a clinic with many sessions: of the steps, for those that are open, and of scores in their series."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_interview_step", "interview", ["step"])
    op.create_index("ix_assessment_series", "assessment", ["interview_id", "scale", "number", "value", "bundle"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_assessment_series", "assessment")
    op.drop_index("ix_interview_step", "interview")
