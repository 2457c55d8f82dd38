"""Several phones for a listing, each with words"""

import json

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phones', sa.JSON(), server_default='[]', nullable=False))
    contact = sa.table('contact', sa.column('id'), sa.column('phone'), sa.column('phones', sa.JSON))
    for row in op.get_bind().execute(sa.select(contact.c.id, contact.c.phone)).all():
        if row.phone:
            phones = [{'number': row.phone, 'words': ''}]
            op.execute(contact.update().where(contact.c.id == row.id).values(phones=phones))
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.alter_column('phones', server_default=None)
        batch_op.drop_column('phone')
    _rename('proposal', 'id', 'changes', 'phone', lambda text: ('phones', [{'number': text, 'words': ''}]))
    _rename('draft', 'person_id', 'form', 'phone', lambda texts: ('phone-0-number', texts))


def downgrade() -> None:
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phone', sa.String(), server_default='', nullable=False))
    contact = sa.table('contact', sa.column('id'), sa.column('phone'), sa.column('phones', sa.JSON))
    for row in op.get_bind().execute(sa.select(contact.c.id, contact.c.phones)).all():
        if row.phones:
            first = row.phones[0]['number']
            op.execute(contact.update().where(contact.c.id == row.id).values(phone=first))
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.alter_column('phone', server_default=None)
        batch_op.drop_column('phones')
    _rename('proposal', 'id', 'changes', 'phones', lambda phones: ('phone', phones[0]['number'] if phones else ''))
    _rename('draft', 'person_id', 'form', 'phone-0-number', lambda texts: ('phone', texts))


def _rename(table_name, key, column, name, renamed):
    """Give a key in the objects of a column another name and value."""
    table = sa.table(table_name, sa.column(key), sa.column('subject'), sa.column(column, sa.JSON))
    columns = [table.c[key], table.c[column]] + ([table.c.subject] if table_name == 'draft' else [])
    for row in op.get_bind().execute(sa.select(*columns)).mappings().all():
        values = row[column]
        if isinstance(values, dict) and name in values:
            new, value = renamed(values.pop(name))
            same = table.c[key] == row[key]
            if table_name == 'draft':
                same &= table.c.subject == row['subject']
            op.execute(table.update().where(same).values({column: {**values, new: value}}))
