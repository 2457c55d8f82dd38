"""Reminders are off until chosen: choices per municipality, mails sent, opt-outs, mail contacts"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reminder_choice',
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('on', sa.Boolean(), nullable=False),
    sa.Column('per_week', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('area', name=op.f('pk_reminder_choice'))
    )
    op.create_table('asked_mail',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('sent_to', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asked_mail')),
    sa.UniqueConstraint('key', name=op.f('uq_asked_mail_key'))
    )
    op.create_index('ix_asked_mail_sent_to', 'asked_mail', ['sent_to'], unique=False)
    op.create_index('ix_asked_mail_on', 'asked_mail', ['on'], unique=False)
    op.create_table('mail_opt_out',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sent_to', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_reason', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_opt_out'))
    )
    op.create_index('ix_mail_opt_out_sent_to', 'mail_opt_out', ['sent_to'], unique=False)
    op.create_index('ix_mail_opt_out_address', 'mail_opt_out', ['address'], unique=False)
    op.create_table('mail_contact',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_mail_contact_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_mail_contact'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unsubscribe', sa.String(), server_default='', nullable=False))
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.alter_column('unsubscribe', server_default=None)
    # Nobody chose the reminders that still wait.
    op.execute("UPDATE message SET status = 'cancelled', text = '', html = '' WHERE status = 'waiting' AND key LIKE 'reminder:%'")


def downgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_column('unsubscribe')
    for name in ('mail_contact', 'mail_opt_out', 'asked_mail', 'reminder_choice'):
        op.drop_table(name)
