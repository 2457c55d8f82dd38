"""What was never checked is not overdue; and an index by which the longest overdue is found"""

from alembic import op

revision = '0020'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE initiative SET overdue_on = '2100-12-31' WHERE overdue_on = '1970-01-01'")
    op.create_index(
        'ix_initiative_status_overdue_on', 'initiative', ['status', 'overdue_on'], unique=False
    )


def downgrade() -> None:
    op.drop_index('ix_initiative_status_overdue_on', 'initiative')
    op.execute("UPDATE initiative SET overdue_on = '1970-01-01' WHERE overdue_on = '2100-12-31'")
