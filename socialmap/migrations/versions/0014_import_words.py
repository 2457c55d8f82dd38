"""Words of other people for our terms, and how workbooks were read"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_word',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('scheme', sa.String(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_word')),
    sa.UniqueConstraint('source', 'scheme', 'word', name='uq_import_word')
    )
    with op.batch_alter_table('import_source', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('hidden', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('hidden', sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column('sheets', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('words', sa.JSON(), nullable=False, server_default='[]'))
    for table, columns in (('import_source', ['hidden']), ('upload', ['hidden', 'sheets', 'words'])):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_column('words')
        batch_op.drop_column('sheets')
        batch_op.drop_column('hidden')
    with op.batch_alter_table('import_source', schema=None) as batch_op:
        batch_op.drop_column('hidden')
    op.drop_table('import_word')
