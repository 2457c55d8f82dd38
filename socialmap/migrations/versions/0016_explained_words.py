"""Words of files: those of a plan that are unknown, and what people said that words mean; the form of a file"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('explained_word',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('scheme', sa.String(), nullable=False),
    sa.Column('folded', sa.String(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('explained_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_explained_word')),
    sa.UniqueConstraint('area', 'scheme', 'folded', name='uq_explained_word')
    )
    op.create_table('planned_word',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('scheme', sa.String(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_planned_word_upload_id_upload'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_word'))
    )
    with op.batch_alter_table('planned_word', schema=None) as batch_op:
        batch_op.create_index('ix_planned_word_upload_id_rank', ['upload_id', 'rank'], unique=False)
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.add_column(sa.Column('form', sa.String(), server_default='', nullable=False))
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.alter_column('form', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_column('form')
    op.drop_table('planned_word')
    op.drop_table('explained_word')
