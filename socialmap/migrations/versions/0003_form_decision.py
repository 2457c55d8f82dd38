"""What people decided on forms of isolation, beside what was suggested"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('form_decision',
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('suggested', sa.JSON(), nullable=False),
    sa.Column('sureness', sa.Double(), nullable=False),
    sa.Column('decided', sa.JSON(), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_form_decision_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_decision'))
    )
    with op.batch_alter_table('form_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_form_decision_initiative_id'), ['initiative_id'], unique=False)

    with op.batch_alter_table('initiative_form', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sureness', sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('initiative_form', schema=None) as batch_op:
        batch_op.drop_column('sureness')

    with op.batch_alter_table('form_decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_form_decision_initiative_id'))

    op.drop_table('form_decision')
