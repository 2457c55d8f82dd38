"""A logo of a theme, and the changes of themes"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0022b'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('logo', 'logo_alt'):
        op.add_column('theme', sa.Column(name, sa.String(), nullable=False, server_default=''))
    op.create_table('theme_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_change'))
    )
    op.create_index(op.f('ix_theme_change_area'), 'theme_change', ['area'])


def downgrade() -> None:
    op.drop_table('theme_change')
    for name in ('logo_alt', 'logo'):
        op.drop_column('theme', name)
