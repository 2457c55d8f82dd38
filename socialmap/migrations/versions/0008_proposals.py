"""Proposals field by field, what stays out, and probable duplicates as they were found"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.alter_column('initiative_id', existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column('origin', sa.String(), nullable=False, server_default='visitor'))
        batch_op.add_column(sa.Column('typed', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('changes', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('email', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('token_digest', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('answered_by', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('answer', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('accepted', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.create_unique_constraint(batch_op.f('uq_proposal_token_digest'), ['token_digest'])
        batch_op.create_index(batch_op.f('ix_proposal_status'), ['status'], unique=False)

    op.create_table('unlisted',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('street', sa.String(), nullable=False),
    sa.Column('postcode', sa.String(), nullable=False),
    sa.Column('town', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('website', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('asked_by', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unlisted'))
    )
    op.create_table('found_pair',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('one_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['one_id'], ['initiative.id'], name=op.f('fk_found_pair_one_id_initiative'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['initiative.id'], name=op.f('fk_found_pair_other_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_found_pair'))
    )
    with op.batch_alter_table('found_pair', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_found_pair_one_id'), ['one_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_found_pair_other_id'), ['other_id'], unique=False)

    op.create_table('pair_search',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('listings', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pair_search'))
    )


def downgrade() -> None:
    op.drop_table('pair_search')
    with op.batch_alter_table('found_pair', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_found_pair_other_id'))
        batch_op.drop_index(batch_op.f('ix_found_pair_one_id'))

    op.drop_table('found_pair')
    op.drop_table('unlisted')
    # What is to be added, or was not sent yet, has no place in the older table.
    op.execute("DELETE FROM proposal WHERE initiative_id IS NULL OR status = 'draft'")
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_status'))
        batch_op.drop_constraint(batch_op.f('uq_proposal_token_digest'), type_='unique')
        for name in ('accepted', 'answer', 'answered_by', 'answered_at', 'token_digest', 'email', 'changes', 'typed', 'origin'):
            batch_op.drop_column(name)
        batch_op.alter_column('initiative_id', existing_type=sa.Uuid(), nullable=False)
