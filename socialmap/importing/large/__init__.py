"""What an import of many rows needs: little memory."""
