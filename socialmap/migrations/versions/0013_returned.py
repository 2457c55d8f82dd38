"""Rows of a plan that come back in a file of ours"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('planned_row', schema=None) as batch_op:
        batch_op.add_column(sa.Column('returned', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('disputes', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('planned_row', schema=None) as batch_op:
        batch_op.drop_column('disputes')
        batch_op.drop_column('returned')
