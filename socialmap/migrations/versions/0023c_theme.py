"""Themes: name, colours, texts and numbers of the platform and of municipalities"""

import sqlalchemy as sa
from alembic import op

revision = '0023c'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('theme',
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('light', sa.String(), nullable=False),
    sa.Column('dark', sa.String(), nullable=False),
    sa.Column('greeting', sa.String(), nullable=False),
    sa.Column('footer', sa.String(), nullable=False),
    sa.Column('colophon', sa.String(), nullable=False),
    sa.Column('contact_email', sa.String(), nullable=False),
    sa.Column('help_phone', sa.String(), nullable=False),
    sa.Column('numbers', sa.JSON(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('area', name=op.f('pk_theme'))
    )


def downgrade() -> None:
    op.drop_table('theme')
