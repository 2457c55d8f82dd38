"""Links for initiatives, reminders and calls"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

NEVER = '1970-01-01'


def upgrade() -> None:
    # Old enough to be reminded of; the first run of the job `freshness` makes them exact.
    for name in ('due_on', 'overdue_on'):
        op.add_column('initiative', sa.Column(name, sa.Date(), nullable=False, server_default=NEVER))
    op.create_index('ix_initiative_status_due_on', 'initiative', ['status', 'due_on'], unique=False)

    op.create_table('magic_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('sent_to', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_magic_link')),
    sa.UniqueConstraint('digest', name=op.f('uq_magic_link_digest'))
    )
    op.create_index('ix_magic_link_sent_to', 'magic_link', ['sent_to'], unique=False)

    op.create_table('linked_listing',
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_linked_listing_initiative_id_initiative'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['link_id'], ['magic_link.id'], name=op.f('fk_linked_listing_link_id_magic_link'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_linked_listing'))
    )
    op.create_index('ix_linked_listing_initiative_id', 'linked_listing', ['initiative_id'], unique=False)
    op.create_index('ix_linked_listing_link_id', 'linked_listing', ['link_id'], unique=False)

    op.create_table('reminder',
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_reminder_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder'))
    )
    op.create_index('ix_reminder_initiative_id', 'reminder', ['initiative_id'], unique=False)

    op.create_table('call',
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_call_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call'))
    )
    op.create_index('ix_call_initiative_id', 'call', ['initiative_id'], unique=False)

    op.create_table('pause',
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_pause_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('initiative_id', name=op.f('pk_pause'))
    )


def downgrade() -> None:
    for name in ('pause', 'call', 'reminder', 'linked_listing', 'magic_link'):
        op.drop_table(name)
    op.drop_index('ix_initiative_status_due_on', 'initiative')
    with op.batch_alter_table('initiative', schema=None) as batch_op:
        batch_op.drop_column('overdue_on')
        batch_op.drop_column('due_on')
