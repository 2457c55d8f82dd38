"""A picture of a listing, with words for who cannot see it; pictures in a few sizes"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('picture',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_picture'))
    )
    op.create_table('picture_size',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['digest'], ['picture.digest'], name=op.f('fk_picture_size_digest_picture'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('digest', 'size', name=op.f('pk_picture_size'))
    )
    for name in ('picture', 'picture_alt'):
        op.add_column('initiative', sa.Column(name, sa.String(), nullable=False, server_default=''))


def downgrade() -> None:
    for name in ('picture_alt', 'picture'):
        op.drop_column('initiative', name)
    op.drop_table('picture_size')
    op.drop_table('picture')
