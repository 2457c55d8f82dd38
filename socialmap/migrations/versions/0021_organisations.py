"""Organisations: their contact, former names, mergers that can be undone, and claims"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0023b'
branch_labels = None
depends_on = None

NEW = {
    'email': (sa.String(), ''),
    'phones': (sa.JSON(), '[]'),
    'version': (sa.Integer(), '1'),
    'proposed': (sa.JSON(), '{}'),
}


def upgrade() -> None:
    # Not in a batch, which on SQLite would make the table anew and so delete what refers to it.
    for name, (kind, empty) in NEW.items():
        op.add_column('organisation', sa.Column(name, kind, server_default=empty, nullable=False))
    op.create_table('organisation_alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('slug', sa.String(), nullable=True),
    sa.Column('old_id', sa.Uuid(), nullable=True),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_alias_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_alias')),
    sa.UniqueConstraint('name', name=op.f('uq_organisation_alias_name')),
    sa.UniqueConstraint('slug', name=op.f('uq_organisation_alias_slug')),
    sa.UniqueConstraint('old_id', name=op.f('uq_organisation_alias_old_id'))
    )
    op.create_index('ix_organisation_alias_organisation_id', 'organisation_alias', ['organisation_id'], unique=False)
    op.create_table('organisation_merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kept_id', sa.Uuid(), nullable=False),
    sa.Column('dropped_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('dropped', sa.JSON(), nullable=False),
    sa.Column('taken', sa.JSON(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_merge'))
    )
    op.create_index('ix_organisation_merge_kept_id', 'organisation_merge', ['kept_id'], unique=False)
    op.create_table('organisation_claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_claim_organisation_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_organisation_claim_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_claim')),
    sa.UniqueConstraint('digest', name=op.f('uq_organisation_claim_digest'))
    )
    op.create_index('ix_organisation_claim_organisation_id', 'organisation_claim', ['organisation_id'], unique=False)


def downgrade() -> None:
    for name in ('organisation_claim', 'organisation_merge', 'organisation_alias'):
        op.drop_table(name)
    for name in reversed(NEW):
        op.drop_column('organisation', name)
