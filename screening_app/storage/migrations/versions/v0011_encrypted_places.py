"""Where nothing plain is taken any more."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every interview may still have plain files, and what lies beside, too, until somebody has looked."""
    op.add_column("interview_key", sa.Column("takes_plain", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_table(
        "encrypted_place",
        sa.Column("place", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_encrypted_place"),
    )


def downgrade() -> None:
    """Forget where somebody has looked."""
    op.drop_table("encrypted_place")
    op.drop_column("interview_key", "takes_plain")
