"""An index of the sessions' steps: those that are still open are found however many are signed off."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_interview_step", "interview", ["step"])


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_interview_step", "interview")
