"""What people said of places, without who said it, and how often each place was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("initiative", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("initiative", "token"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feedback_salt",
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("period"),
    )
    op.create_table(
        "shown_counts",
        sa.Column("initiative", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("initiative"),
    )


def downgrade() -> None:
    for name in ("shown_counts", "feedback_salt", "feedback"):
        op.drop_table(name)
