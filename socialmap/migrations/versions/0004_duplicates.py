"""Merged listings, and pairs that are two"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('initiative_alias',
    sa.Column('old_id', sa.Uuid(), nullable=False),
    sa.Column('old_slug', sa.String(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('kept_version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('old_id', name=op.f('pk_initiative_alias')),
    sa.UniqueConstraint('old_slug', name=op.f('uq_initiative_alias_old_slug'))
    )
    with op.batch_alter_table('initiative_alias', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_initiative_alias_initiative_id'), ['initiative_id'], unique=False)
        batch_op.create_index('ix_initiative_alias_source', ['source', 'source_id'], unique=False)

    op.create_table('not_duplicate',
    sa.Column('one_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['one_id'], ['initiative.id'], name=op.f('fk_not_duplicate_one_id_initiative'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['initiative.id'], name=op.f('fk_not_duplicate_other_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('one_id', 'other_id', name=op.f('pk_not_duplicate'))
    )
    with op.batch_alter_table('not_duplicate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_not_duplicate_other_id'), ['other_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('not_duplicate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_not_duplicate_other_id'))

    op.drop_table('not_duplicate')
    with op.batch_alter_table('initiative_alias', schema=None) as batch_op:
        batch_op.drop_index('ix_initiative_alias_source')
        batch_op.drop_index(batch_op.f('ix_initiative_alias_initiative_id'))

    op.drop_table('initiative_alias')
