"""Holds against deletion, and that a recording was deleted by a rule."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is on hold, and no recording was deleted by a rule."""
    op.add_column("patient", sa.Column("hold_reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("patient", sa.Column("held_by", sa.String(120), nullable=False, server_default=""))
    op.add_column("patient", sa.Column("held_at", sa.DateTime(), nullable=True))
    op.add_column("interview", sa.Column("recording_deleted_at", sa.DateTime(), nullable=True))
    op.add_column("interview", sa.Column("recording_kept_months", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Forget holds and deletions."""
    for column in ("recording_kept_months", "recording_deleted_at"):
        op.drop_column("interview", column)
    for column in ("held_at", "held_by", "hold_reason"):
        op.drop_column("patient", column)
