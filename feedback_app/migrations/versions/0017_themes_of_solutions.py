"""themes of solutions: a solution says which themes it answers, and several may answer one theme."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "solution_theme",
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["solution_id"], ["solution.id"], name=op.f("fk_solution_theme_solution_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_solution_theme_theme_id")),
        sa.PrimaryKeyConstraint("solution_id", "theme_id", name=op.f("pk_solution_theme")),
    )
    op.create_index(op.f("ix_solution_theme_theme_id"), "solution_theme", ["theme_id"])
    op.execute(
        "insert into solution_theme (solution_id, theme_id) select solution_id, id from theme where solution_id is not null"
    )
    with op.batch_alter_table("theme") as table:
        table.drop_constraint(op.f("fk_theme_solution_id"), type_="foreignkey")
        table.drop_column("solution_id")


def downgrade() -> None:
    with op.batch_alter_table("theme") as table:
        table.add_column(sa.Column("solution_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_theme_solution_id"), "solution", ["solution_id"], ["id"])
    # Of several the one that was made first; ids are in the order of time. PostgreSQL has no min() of ids.
    op.execute(
        "update theme set solution_id = (select solution_id from solution_theme"
        " where theme_id = theme.id order by solution_id limit 1)"
    )
    op.drop_table("solution_theme")
