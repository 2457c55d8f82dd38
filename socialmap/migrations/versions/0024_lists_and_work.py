"""Shared views, what a file no longer has, and tables and indexes by which work is found at once"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_tables()
    with op.batch_alter_table('saved_view') as batch_op:
        batch_op.add_column(
            sa.Column('shared', sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column('areas', sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column('organisations', sa.JSON(), nullable=False, server_default='[]')
        )
    with op.batch_alter_table('saved_view') as batch_op:
        batch_op.alter_column('shared', server_default=None)
        batch_op.alter_column('organisations', server_default=None)
    _add_indexes()
    _fill_areas()


def _add_tables() -> None:
    op.create_table('initiative_area',
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_initiative_area_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_area'))
    )
    op.create_index('ix_initiative_area_area', 'initiative_area', ['area', 'initiative_id'], unique=False)
    op.create_index(op.f('ix_initiative_area_initiative_id'), 'initiative_area', ['initiative_id'], unique=False)
    op.create_table('broken_listing',
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('fields', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_broken_listing_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('initiative_id', name=op.f('pk_broken_listing'))
    )
    op.create_table('vanished_listing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('decision', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_vanished_listing_upload_id_upload'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vanished_listing'))
    )
    op.create_index('ix_vanished_listing_source', 'vanished_listing', ['source', 'initiative_id'], unique=False)
    op.create_index(op.f('ix_vanished_listing_upload_id'), 'vanished_listing', ['upload_id'], unique=False)


def _add_indexes() -> None:
    op.drop_index('ix_initiative_status_due_on', 'initiative')
    op.create_index('ix_initiative_status_due_on', 'initiative', ['status', 'due_on', 'id'], unique=False)
    op.drop_index('ix_initiative_status_overdue_on', 'initiative')
    op.create_index('ix_initiative_status_overdue_on', 'initiative', ['status', 'overdue_on', 'id'], unique=False)
    op.create_index('ix_initiative_lower_name', 'initiative', [sa.text('lower(name)')], unique=False)
    op.create_index(op.f('ix_initiative_funding_until'), 'initiative', ['funding_until'], unique=False)
    op.create_index('ix_initiative_organisation_status', 'initiative', ['organisation_id', 'status'], unique=False)
    op.create_index('ix_location_municipality_town', 'location', ['municipality', 'town'], unique=False)
    op.create_index(op.f('ix_location_precision'), 'location', ['precision'], unique=False)


def _fill_areas() -> None:
    """Where a listing counts as being: its municipalities, else what it serves, else everywhere."""
    at = """
        SELECT DISTINCT initiative_location.initiative_id, location.municipality
        FROM initiative_location JOIN location ON location.id = initiative_location.location_id
        WHERE location.municipality != ''
    """
    op.execute(f"INSERT INTO initiative_area (initiative_id, area) {at}")
    op.execute("""
        INSERT INTO initiative_area (initiative_id, area)
        SELECT DISTINCT initiative_id, code FROM initiative_term
        WHERE scheme = 'service_area'
        AND initiative_id NOT IN (SELECT initiative_id FROM initiative_area)
    """)
    op.execute("""
        INSERT INTO initiative_area (initiative_id, area)
        SELECT id, '' FROM initiative
        WHERE id NOT IN (SELECT initiative_id FROM initiative_area)
    """)


def downgrade() -> None:
    op.drop_index(op.f('ix_location_precision'), 'location')
    op.drop_index('ix_location_municipality_town', 'location')
    op.drop_index(op.f('ix_initiative_funding_until'), 'initiative')
    op.drop_index('ix_initiative_organisation_status', 'initiative')
    op.drop_index('ix_initiative_lower_name', 'initiative')
    op.drop_index('ix_initiative_status_overdue_on', 'initiative')
    op.create_index('ix_initiative_status_overdue_on', 'initiative', ['status', 'overdue_on'], unique=False)
    op.drop_index('ix_initiative_status_due_on', 'initiative')
    op.create_index('ix_initiative_status_due_on', 'initiative', ['status', 'due_on'], unique=False)
    with op.batch_alter_table('saved_view') as batch_op:
        batch_op.drop_column('organisations')
        batch_op.drop_column('areas')
        batch_op.drop_column('shared')
    op.drop_table('vanished_listing')
    op.drop_table('broken_listing')
    op.drop_table('initiative_area')
