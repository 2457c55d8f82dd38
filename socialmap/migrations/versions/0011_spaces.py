"""Rooms on offer and wanted"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('space',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('location_id', sa.Uuid(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('square_metres', sa.Integer(), nullable=True),
    sa.Column('price', sa.Float(), nullable=True),
    sa.Column('price_text', sa.String(), nullable=False),
    sa.Column('hours', sa.String(), nullable=False),
    sa.Column('hours_text', sa.String(), nullable=False),
    sa.Column('contact_name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('website', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_space_location_id_location')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_space_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_space'))
    )
    with op.batch_alter_table('space', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_space_location_id'), ['location_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_space_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_space_status'), ['status'], unique=False)

    op.create_table('space_wish',
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('step_free', sa.Boolean(), nullable=False),
    sa.Column('most_price', sa.Float(), nullable=True),
    sa.Column('hours', sa.String(), nullable=False),
    sa.Column('within', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_space_wish_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('initiative_id', name=op.f('pk_space_wish'))
    )


def downgrade() -> None:
    op.drop_table('space_wish')
    with op.batch_alter_table('space', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_space_status'))
        batch_op.drop_index(batch_op.f('ix_space_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_space_location_id'))

    op.drop_table('space')
