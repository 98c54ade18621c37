"""bourse: projects that seek funding, their changes, points and milestones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bourse_project',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('waiting', sa.JSON(), nullable=False),
    sa.Column('waiting_id', sa.Uuid(), nullable=True),
    sa.Column('waiting_by', sa.Uuid(), nullable=True),
    sa.Column('waiting_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('is_proposed', sa.Boolean(), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_bourse_project_created_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_bourse_project_programme_id')),
    sa.ForeignKeyConstraint(['waiting_by'], ['person.id'], name=op.f('fk_bourse_project_waiting_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bourse_project'))
    )
    op.create_index("ix_bourse_project_programme_id", "bourse_project", ['programme_id'])
    op.create_table('bourse_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.String(length=60), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['person.id'], name=op.f('fk_bourse_change_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_bourse_change_programme_id')),
    sa.ForeignKeyConstraint(['project_id'], ['bourse_project.id'], name=op.f('fk_bourse_change_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bourse_change'))
    )
    op.create_index("ix_bourse_change_project", "bourse_change", ['project_id', 'at'])
    op.create_table('bourse_milestone',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['person.id'], name=op.f('fk_bourse_milestone_by')),
    sa.ForeignKeyConstraint(['project_id'], ['bourse_project.id'], name=op.f('fk_bourse_milestone_project_id')),
    sa.PrimaryKeyConstraint('project_id', 'key', name=op.f('pk_bourse_milestone'))
    )
    op.create_table('bourse_scoring',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.String(length=60), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('points', sa.JSON(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('read_by', sa.Uuid(), nullable=True),
    sa.Column('read_at', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by'], ['person.id'], name=op.f('fk_bourse_scoring_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_bourse_scoring_programme_id')),
    sa.ForeignKeyConstraint(['project_id'], ['bourse_project.id'], name=op.f('fk_bourse_scoring_project_id')),
    sa.ForeignKeyConstraint(['read_by'], ['person.id'], name=op.f('fk_bourse_scoring_read_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bourse_scoring'))
    )
    op.create_index("ix_bourse_scoring_project", "bourse_scoring", ['project_id', 'at'])


def downgrade() -> None:
    for table in ("bourse_scoring", "bourse_milestone", "bourse_change", "bourse_project"):
        op.drop_table(table)
