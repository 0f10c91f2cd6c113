"""Sessions step by step: consent, ratings, safety reviews, sign-off, bookmarks; treatment events; tags and archive."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OF_INTERVIEW = ("consent", "rating", "safety_review", "addendum", "bookmark")


def upgrade() -> None:
    """Add the columns and tables; scores that are there get theirs from what is stored of them."""
    _widen()
    _fill_scores()
    _make_tables()


def downgrade() -> None:
    """Drop what was added, with all that is in it."""
    for name in ("treatment_event", "sign_off", *reversed(_OF_INTERVIEW)):
        op.drop_table(name)
    op.drop_index("ix_interview_origin", "interview")
    _drop("assessment", "lower", "upper", "coverage", "cutoff", "markers")
    _drop("interview", "step", "script", "notes", "origin")
    _drop("patient", "tags", "found_by", "archived_at")


def _drop(table: str, *columns: str) -> None:
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.drop_column(column)


def _widen() -> None:
    _add("patient", _text("tags", "[]"), _text("found_by", ""), sa.Column("archived_at", sa.DateTime(), nullable=True))
    _add("interview", _word("step", 16, "result"), _word("script", 80, ""), _text("notes", ""), _word("origin", 64, ""))
    op.create_index("ix_interview_origin", "interview", ["origin"])
    op.execute(sa.text("UPDATE patient SET found_by = code_key || :line || name_key").bindparams(line="\n"))
    _add(
        "assessment",
        sa.Column("lower", sa.Double(), nullable=True),
        sa.Column("upper", sa.Double(), nullable=True),
        sa.Column("coverage", sa.Double(), nullable=False, server_default="0.9"),
        sa.Column("cutoff", sa.Double(), nullable=False, server_default="0"),
        _text("markers", "{}"),
    )


def _fill_scores() -> None:
    connection = op.get_bind()
    change = sa.text(
        "UPDATE assessment SET lower = :lower, upper = :upper, coverage = :coverage, cutoff = :cutoff "
        "WHERE number = :number"
    )
    for number, document in connection.execute(sa.text("SELECT number, score FROM assessment")).all():
        try:
            score = json.loads(document)
            lower, upper = score["interval"] or (None, None)
            values = {"lower": lower, "upper": upper, "coverage": score["coverage"], "cutoff": score["scale"]["cutoff"]}
        except (ValueError, KeyError, TypeError):
            continue  # a score that cannot be read is told where it is shown
        connection.execute(change, {"number": number, **values})


def _make_tables() -> None:
    _make(
        "consent",
        _word("purpose", 16),
        _word("text_version", 40),
        _time("given_at"),
        _word("recorded_by", 120),
        _time("withdrawn_at", nullable=True),
        _word("withdrawn_by", 120),
    )
    _make(
        "rating",
        _word("instrument", 40),
        _word("language", 8),
        _text("answers"),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("is_prorated", sa.Boolean(), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=True),
        _word("rated_by", 16),
        _time("rated_at"),
        numbered=True,
    )
    _make(
        "safety_review",
        _word("rating_id", 32),
        _time("opened_at"),
        _word("assessed_by", 120),
        _word("tool", 200),
        _text("outcome"),
        _text("plan"),
        _time("reviewed_at", nullable=True),
    )
    op.create_index("ix_safety_review_reviewed_at", "safety_review", ["reviewed_at"])
    _make("addendum", _text("text"), _word("written_by", 120), _time("written_at"), numbered=True)
    _make("bookmark", sa.Column("at_seconds", sa.Double(), nullable=False), _text("note"))
    op.create_table(
        "sign_off",
        sa.Column("interview_id", sa.String(32), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=True),
        _word("signed_by", 120),
        _time("signed_at"),
        _belongs("sign_off", "interview"),
        sa.PrimaryKeyConstraint("interview_id", name="pk_sign_off"),
    )
    _make("treatment_event", _time("happened_at"), _word("kind", 16), _text("text"), owner="patient")


def _make(name: str, *columns: sa.Column[Any], owner: str = "interview", numbered: bool = False) -> None:
    """A table whose rows go with their interview or patient; `numbered` ones keep the order of writing."""
    key = sa.Column("number", sa.Integer(), nullable=False) if numbered else None
    own = [sa.UniqueConstraint("id", name=f"uq_{name}_id")] if numbered else []
    op.create_table(
        name,
        *([key] if key is not None else []),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column(f"{owner}_id", sa.String(32), nullable=False),
        *columns,
        *own,
        _belongs(name, owner),
        sa.PrimaryKeyConstraint("number" if numbered else "id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_{owner}_id", name, [f"{owner}_id"])


def _belongs(name: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{owner}_id"], [f"{owner}.id"], name=f"fk_{name}_{owner}_id_{owner}", ondelete="CASCADE"
    )


def _add(table: str, *columns: sa.Column[Any]) -> None:
    for column in columns:
        op.add_column(table, column)


def _text(name: str, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _word(name: str, length: int, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)
