"""Uploads and sources, and changes of many listings at once"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_source',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('every', sa.Integer(), nullable=False),
    sa.Column('most_wrong', sa.Integer(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('sheet', sa.String(), nullable=False),
    sa.Column('encoding', sa.String(), nullable=False),
    sa.Column('licence', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_digest', sa.String(), nullable=False),
    sa.Column('problem', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_source')),
    sa.UniqueConstraint('name', name=op.f('uq_import_source_name'))
    )

    op.create_table('upload',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('file_digest', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('stage_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('sheet', sa.String(), nullable=False),
    sa.Column('encoding', sa.String(), nullable=False),
    sa.Column('licence', sa.String(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('mark', sa.Integer(), nullable=False),
    sa.Column('plan_digest', sa.String(), nullable=False),
    sa.Column('plan_moved', sa.Boolean(), nullable=False),
    sa.Column('by_itself', sa.Boolean(), nullable=False),
    sa.Column('problem', sa.JSON(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload')),
    sa.UniqueConstraint('key', name=op.f('uq_upload_key'))
    )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_upload_stage'), ['stage'], unique=False)

    op.create_table('planned_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('choice', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('twin_slug', sa.String(), nullable=False),
    sa.Column('twin_line', sa.Integer(), nullable=False),
    sa.Column('twin_score', sa.Double(), nullable=False),
    sa.Column('document', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_planned_row_upload_id_upload'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_row'))
    )
    with op.batch_alter_table('planned_row', schema=None) as batch_op:
        batch_op.create_index('ix_planned_row_upload_id_outcome', ['upload_id', 'outcome', 'line'], unique=False)

    op.create_table('planned_remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('column', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('sentence', sa.String(), nullable=False),
    sa.Column('remedy', sa.String(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_planned_remark_upload_id_upload'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_remark'))
    )
    with op.batch_alter_table('planned_remark', schema=None) as batch_op:
        batch_op.create_index('ix_planned_remark_upload_id_rank', ['upload_id', 'rank'], unique=False)

    op.create_table('bulk_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('wish', sa.JSON(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_change'))
    )

    op.create_table('bulk_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bulk_id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('status_before', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['bulk_id'], ['bulk_change.id'], name=op.f('fk_bulk_row_bulk_id_bulk_change'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_row'))
    )
    with op.batch_alter_table('bulk_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_row_bulk_id'), ['bulk_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_row_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('saved_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('query', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view'))
    )
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_view_actor'), ['actor'], unique=False)

    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('organisations', sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.drop_column('organisations')

    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_view_actor'))

    op.drop_table('saved_view')
    with op.batch_alter_table('bulk_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bulk_row_initiative_id'))
        batch_op.drop_index(batch_op.f('ix_bulk_row_bulk_id'))

    op.drop_table('bulk_row')
    op.drop_table('bulk_change')
    with op.batch_alter_table('planned_remark', schema=None) as batch_op:
        batch_op.drop_index('ix_planned_remark_upload_id_rank')

    op.drop_table('planned_remark')
    with op.batch_alter_table('planned_row', schema=None) as batch_op:
        batch_op.drop_index('ix_planned_row_upload_id_outcome')

    op.drop_table('planned_row')
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_upload_stage'))

    op.drop_table('upload')
    op.drop_table('import_source')
