"""A logo of an organisation, with words for who cannot see it"""

import sqlalchemy as sa
from alembic import op

revision = '0022b'
down_revision = '0023c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('logo', 'logo_alt'):
        op.add_column('organisation', sa.Column(name, sa.String(), nullable=False, server_default=''))


def downgrade() -> None:
    for name in ('logo_alt', 'logo'):
        op.drop_column('organisation', name)
