"""The clinic's own models: what they learnt from, which was active when, and who is locked away to judge them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; they begin empty."""
    _make_models()
    _make_lessons()
    op.create_table(
        "activation",
        sa.Column("number", sa.Integer(), nullable=False),
        _word("model_id", 12),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        _word("activated_by", 120),
        _time("activated_at"),
        sa.PrimaryKeyConstraint("number", name="pk_activation"),
    )
    op.create_table(
        "holdout",
        _word("patient_id", 32),
        _time("locked_at"),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_holdout_patient_id_patient", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", name="pk_holdout"),
    )


def downgrade() -> None:
    """Drop the tables, with all that is in them."""
    for name in ("holdout", "activation", "lesson", "trained_model"):
        op.drop_table(name)


def _make_models() -> None:
    op.create_table(
        "trained_model",
        _word("id", 12),
        _word("name", 200),
        _word("folder", 80),
        _word("origin", 16),
        _word("parent", 12),
        _word("scale", 80),
        _word("depth", 16),
        _word("made_by", 120),
        _time("made_at"),
        sa.Column("summary", sa.Text(), nullable=False),
        _word("verdict", 40),
        sa.Column("comparison", sa.Text(), nullable=False),
        _word("confirmed_by", 120),
        _time("confirmed_at", nullable=True),
        _word("deleted_by", 120),
        _time("deleted_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_trained_model"),
    )


def _make_lessons() -> None:
    op.create_table(
        "lesson",
        _word("model_id", 12),
        _word("interview_id", 32),
        _word("patient_id", 32),
        sa.ForeignKeyConstraint(
            ["model_id"], ["trained_model.id"], name="fk_lesson_model_id_trained_model", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("model_id", "interview_id", name="pk_lesson"),
    )
    for column in ("interview_id", "patient_id"):
        op.create_index(f"ix_lesson_{column}", "lesson", [column])


def _word(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)
