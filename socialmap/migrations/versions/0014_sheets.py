"""Which sheets of a workbook were read, and whether with what it hides"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('import_source', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('hidden', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('hidden', sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column('sheets', sa.JSON(), nullable=False, server_default='[]'))
    for table, columns in (('import_source', ['hidden']), ('upload', ['hidden', 'sheets'])):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_column('sheets')
        batch_op.drop_column('hidden')
    with op.batch_alter_table('import_source', schema=None) as batch_op:
        batch_op.drop_column('hidden')
