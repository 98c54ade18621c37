"""Offline sync as plain functions over storage ports. Knows no Flask, no SQL, no clock."""
