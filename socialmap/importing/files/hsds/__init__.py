"""Open Referral HSDS, versions 1.1 to 3: packages of tables and documents, read into services."""
