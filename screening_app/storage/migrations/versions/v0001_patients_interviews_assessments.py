"""Patients, their interviews and assessments."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _make_patient()
    _make_interview()
    _make_assessment()


def downgrade() -> None:
    """Drop the tables, with all that is in them."""
    op.drop_table("assessment")
    op.drop_table("interview")
    op.drop_table("patient")


def _make_patient() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("code_key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("sex", sa.String(16), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
        sa.UniqueConstraint("code_key", name="uq_patient_code_key"),
    )
    op.create_index("ix_patient_created_at", "patient", ["created_at"])
    op.create_index("ix_patient_name_key", "patient", ["name_key"])


def _make_interview() -> None:
    op.create_table(
        "interview",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("patient_id", sa.String(32), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("recording_suffix", sa.String(9), nullable=True),
        sa.Column("recording_seconds", sa.Double(), nullable=True),
        sa.Column("recording_has_sound", sa.Boolean(), nullable=True),
        sa.Column("recording_has_picture", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_interview_patient_id_patient", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_interview"),
    )
    op.create_index("ix_interview_patient_id_held_at", "interview", ["patient_id", "held_at"])


def _make_assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("interview_id", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("scale", sa.String(40), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("band", sa.String(40), nullable=False),
        sa.Column("bundle", sa.String(200), nullable=False),
        sa.Column("score", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name="fk_assessment_interview_id_interview", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_assessment"),
        sa.UniqueConstraint("id", name="uq_assessment_id"),
    )
    op.create_index("ix_assessment_interview_id_number", "assessment", ["interview_id", "number"])
