"""What one person wrote waits for a second one, when that is chosen"""

import sqlalchemy as sa
from alembic import op

revision = '0023b'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('second_look',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Boolean(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_look'))
    )
    op.create_table('waiting_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sort', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('edit', sa.JSON(), nullable=False),
    sa.Column('ids', sa.JSON(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_by', sa.String(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_waiting_change_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting_change'))
    )
    op.create_index('ix_waiting_change_state', 'waiting_change', ['state'], unique=False)
    op.create_index('ix_waiting_change_initiative_id', 'waiting_change', ['initiative_id'], unique=False)
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shaped_by', sa.String(), server_default='', nullable=False))
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.alter_column('shaped_by', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_column('shaped_by')
    for name in ('waiting_change', 'second_look'):
        op.drop_table(name)
