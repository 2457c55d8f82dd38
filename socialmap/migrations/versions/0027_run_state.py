"""Imports are written in slices that nobody sees before the whole is there"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'run_state',
        sa.Column('run_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('doing', sa.String(), nullable=False),
        sa.Column('number', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('run_id', name=op.f('pk_run_state')),
    )
    op.create_index('ix_run_state_doing', 'run_state', ['doing'], unique=False)
    op.create_index('ix_run_state_number', 'run_state', ['number'], unique=False)
    # Runs of before were written in one transaction: they were whole with their last change.
    op.execute(
        "INSERT INTO run_state (run_id, doing, number) "
        "SELECT import_run_id, '', max(id) FROM revision "
        "WHERE import_run_id IS NOT NULL GROUP BY import_run_id"
    )
    op.add_column('initiative', sa.Column('hidden_by', sa.Integer(), nullable=True))
    op.create_index(op.f('ix_initiative_hidden_by'), 'initiative', ['hidden_by'], unique=False)
    op.add_column('organisation', sa.Column('hidden_by', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('organisation', 'hidden_by')
    op.drop_index(op.f('ix_initiative_hidden_by'), 'initiative')
    op.drop_column('initiative', 'hidden_by')
    op.drop_table('run_state')
