"""Pictures: a photo or logo is read, made small without metadata, stored by its digest, cleared."""
