"""The catalogue, its places and its imports"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_geospatial_table('area',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('parent_code', sa.String(), nullable=False),
    sa.Column('approximate', sa.Boolean(), nullable=False),
    sa.Column('outline', Geometry(geometry_type='MULTIPOLYGON', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry', nullable=False), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
    sa.UniqueConstraint('code', name=op.f('uq_area_code'))
    )
    with op.batch_alter_table('area', schema=None) as batch_op:
        batch_op.create_geospatial_index('idx_area_outline', ['outline'], unique=False, postgresql_using='gist', postgresql_ops={})
        batch_op.create_index(batch_op.f('ix_area_level'), ['level'], unique=False)
        batch_op.create_index(batch_op.f('ix_area_name'), ['name'], unique=False)

    op.create_table('import_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('file_digest', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('mapping', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run'))
    )
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_run_source'), ['source'], unique=False)

    op.create_geospatial_table('location',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('street', sa.String(), nullable=False),
    sa.Column('postcode', sa.String(), nullable=False),
    sa.Column('town', sa.String(), nullable=False),
    sa.Column('municipality', sa.String(), nullable=False),
    sa.Column('bag_id', sa.String(), nullable=False),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('precision', sa.String(), nullable=False),
    sa.Column('step_free', sa.Boolean(), nullable=True),
    sa.Column('accessible_toilet', sa.Boolean(), nullable=True),
    sa.Column('hearing_loop', sa.Boolean(), nullable=True),
    sa.Column('public_transport_near', sa.Boolean(), nullable=True),
    sa.Column('parking', sa.Boolean(), nullable=True),
    sa.Column('point', Geometry(geometry_type='POINT', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry', nullable=False), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_location'))
    )
    with op.batch_alter_table('location', schema=None) as batch_op:
        batch_op.create_geospatial_index('idx_location_point', ['point'], unique=False, postgresql_using='gist', postgresql_ops={})
        batch_op.create_index(batch_op.f('ix_location_postcode'), ['postcode'], unique=False)

    op.create_table('organisation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('website', sa.String(), nullable=False),
    sa.Column('member', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('name', name=op.f('uq_organisation_name')),
    sa.UniqueConstraint('slug', name=op.f('uq_organisation_slug'))
    )
    op.create_table('revision',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('document', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision'))
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revision_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_revision_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('initiative',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('setting', sa.String(), nullable=False),
    sa.Column('sphere', sa.String(), nullable=False),
    sa.Column('how_to_join', sa.String(), nullable=False),
    sa.Column('hours', sa.String(), nullable=False),
    sa.Column('hours_text', sa.String(), nullable=False),
    sa.Column('cost_amount', sa.Double(), nullable=True),
    sa.Column('cost_text', sa.String(), nullable=False),
    sa.Column('free_of_charge', sa.Boolean(), nullable=True),
    sa.Column('walk_in', sa.Boolean(), nullable=True),
    sa.Column('met_at_door', sa.Boolean(), nullable=True),
    sa.Column('companion_welcome', sa.Boolean(), nullable=True),
    sa.Column('quiet', sa.Boolean(), nullable=True),
    sa.Column('no_referral_needed', sa.Boolean(), nullable=True),
    sa.Column('transport_offered', sa.Boolean(), nullable=True),
    sa.Column('experience_experts', sa.Boolean(), nullable=True),
    sa.Column('online', sa.Boolean(), nullable=False),
    sa.Column('places_free', sa.Integer(), nullable=True),
    sa.Column('waiting_time', sa.String(), nullable=False),
    sa.Column('capacity_as_of', sa.Date(), nullable=True),
    sa.Column('funding_until', sa.Date(), nullable=True),
    sa.Column('evidence_url', sa.String(), nullable=False),
    sa.Column('source_url', sa.String(), nullable=False),
    sa.Column('licence', sa.String(), nullable=False),
    sa.Column('visibility', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_initiative_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative')),
    sa.UniqueConstraint('slug', name=op.f('uq_initiative_slug')),
    sa.UniqueConstraint('source', 'source_id', name='uq_initiative_source')
    )
    with op.batch_alter_table('initiative', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_initiative_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_initiative_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_initiative_status_setting', ['status', 'setting'], unique=False)

    op.create_table('activity',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('starts', sa.DateTime(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('repeats', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_activity_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity'))
    )
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('confirmation',
    sa.Column('group', sa.String(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_confirmation_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation'))
    )
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmation_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('contact',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('website', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_contact_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('initiative_form',
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_initiative_form_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_form'))
    )
    with op.batch_alter_table('initiative_form', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_initiative_form_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('initiative_location',
    sa.Column('location_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_initiative_location_initiative_id_initiative'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_initiative_location_location_id_location'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_location'))
    )
    with op.batch_alter_table('initiative_location', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_initiative_location_initiative_id'), ['initiative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_initiative_location_location_id'), ['location_id'], unique=False)

    op.create_table('initiative_term',
    sa.Column('scheme', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_initiative_term_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_term'))
    )
    with op.batch_alter_table('initiative_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_initiative_term_initiative_id'), ['initiative_id'], unique=False)
        batch_op.create_index('ix_initiative_term_scheme_code', ['scheme', 'code'], unique=False)

    op.create_table('proposal',
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_proposal_initiative_id_initiative'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_initiative_id'), ['initiative_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_initiative_id'))

    op.drop_table('proposal')
    with op.batch_alter_table('initiative_term', schema=None) as batch_op:
        batch_op.drop_index('ix_initiative_term_scheme_code')
        batch_op.drop_index(batch_op.f('ix_initiative_term_initiative_id'))

    op.drop_table('initiative_term')
    with op.batch_alter_table('initiative_location', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_initiative_location_location_id'))
        batch_op.drop_index(batch_op.f('ix_initiative_location_initiative_id'))

    op.drop_table('initiative_location')
    with op.batch_alter_table('initiative_form', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_initiative_form_initiative_id'))

    op.drop_table('initiative_form')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_initiative_id'))

    op.drop_table('contact')
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confirmation_initiative_id'))

    op.drop_table('confirmation')
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_initiative_id'))

    op.drop_table('activity')
    with op.batch_alter_table('initiative', schema=None) as batch_op:
        batch_op.drop_index('ix_initiative_status_setting')
        batch_op.drop_index(batch_op.f('ix_initiative_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_initiative_import_run_id'))

    op.drop_table('initiative')
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_revision_initiative_id'))
        batch_op.drop_index(batch_op.f('ix_revision_import_run_id'))

    op.drop_table('revision')
    op.drop_table('organisation')
    with op.batch_alter_table('location', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_location_postcode'))
        batch_op.drop_geospatial_index('idx_location_point', postgresql_using='gist', column_name='point')

    op.drop_geospatial_table('location')
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_run_source'))

    op.drop_table('import_run')
    with op.batch_alter_table('area', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_area_name'))
        batch_op.drop_index(batch_op.f('ix_area_level'))
        batch_op.drop_geospatial_index('idx_area_outline', postgresql_using='gist', column_name='outline')

    op.drop_geospatial_table('area')
